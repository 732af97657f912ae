import type { ReactElement } from 'react';
import { useText } from '../texts/use-text.js';

export function NothingSelected(): ReactElement {
  const say = useText();
  return (
    <section className="panel panel-empty" aria-label={say('alert.panel')}>
      <p className="faded">{say('alert.select')}</p>
    </section>
  );
}
