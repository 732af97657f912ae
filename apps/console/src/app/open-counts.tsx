import { useMemo, type ReactElement } from 'react';
import { needsSomebody } from '../queue/board.js';
import { isOverdue } from '../queue/order.js';
import { useWatchBoard } from '../queue/use-watch-board.js';
import { useText } from '../texts/use-text.js';
import { useNow } from './clock.js';

export function OpenCounts(): ReactElement | null {
  const say = useText();
  const now = useNow();
  const board = useWatchBoard().data;
  const open = useMemo(() => [...(board?.alerts.values() ?? [])].filter(needsSomebody), [board]);
  if (!board) return null;
  const overdue = open.filter((alert) => isOverdue(alert, now)).length;
  return (
    <span className="top-counts">
      {say('shell.open')} <b data-testid="count-open">{open.length}</b>
      <span aria-hidden> · </span>
      <span className={overdue > 0 ? 'over' : ''}>
        {say('shell.overdue')} <b data-testid="count-overdue">{overdue}</b>
      </span>
    </span>
  );
}
