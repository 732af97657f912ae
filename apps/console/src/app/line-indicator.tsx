import type { ReactElement } from 'react';
import { lineStatus, type LineStatus } from '../api/line-status.js';
import { useLiveState } from '../api/use-line.js';
import { duration, useText } from '../texts/use-text.js';
import { serverAhead, useNow } from './clock.js';
import { useWatch } from './watch.js';

/** Each its own shape: the colour alone must not carry it. */
const marks: Readonly<Record<LineStatus, string>> = {
  normal: '●',
  connecting: '◌',
  quiet: '◐',
  lost: '✕',
  degraded: '◆',
};

/** Whether the platform is listening, and when it was last heard. */
export function LineIndicator(): ReactElement {
  const say = useText();
  const { line } = useWatch();
  const state = useLiveState(line);
  const now = useNow() - serverAhead.get();
  const status = lineStatus(state, now);
  return (
    <span className={`line line-${status}`} data-testid="line" data-status={status}>
      <span aria-hidden>{marks[status]}</span> {say(`live.${status}`)}{' '}
      {state.heardAt !== undefined && <span className="line-age">{duration(say, now - state.heardAt)}</span>}
    </span>
  );
}
