import type { ReactElement } from 'react';
import { Link } from 'react-router';
import { useText } from '../texts/use-text.js';

export function NotFound(): ReactElement {
  const say = useText();
  return (
    <section className="problem">
      <h2>{say('problem.notFound')}</h2>
      <Link to="/">{say('problem.back')}</Link>
    </section>
  );
}
