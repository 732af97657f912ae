import type { ReactElement } from 'react';
import { dateTime } from '../app/time.js';
import type { TextKey } from '../texts/catalogue.js';
import { useText } from '../texts/use-text.js';
import type { Filter } from './order.js';

const words: Readonly<Record<Filter, TextKey>> = {
  mine: 'queue.emptyMine',
  all: 'queue.empty',
  ended: 'queue.emptyEnded',
};

/** Nothing to do is a result, with its time. */
export function Calm({ filter, since }: { readonly filter: Filter; readonly since: number | undefined }): ReactElement {
  const say = useText();
  return (
    <div className="calm" role="status" data-testid="queue-empty">
      <p>{say(words[filter])}</p>
      {filter === 'all' && since !== undefined && (
        <p className="faded">{say('queue.emptySince', { since: dateTime(since) })}</p>
      )}
    </div>
  );
}
