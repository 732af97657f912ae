import type { ReactElement } from 'react';
import { Link } from 'react-router';
import { useText } from '../texts/use-text.js';

/** What may not be seen, and whom to ask. */
export function NoPermission({ reason }: { readonly reason?: string }): ReactElement {
  const say = useText();
  return (
    <section className="problem" role="alert">
      <h2>{say('problem.forbidden')}</h2>
      {reason !== undefined && <p>{reason}</p>}
      <p className="faded">{say('problem.forbiddenTodo')}</p>
      <Link to="/">{say('problem.back')}</Link>
    </section>
  );
}
