import { useEffect, useEffectEvent, useMemo, useRef, type ReactElement } from 'react';
import type { AlertSummary } from '#libs/protocol';
import { useNow } from '../app/clock.js';
import { useText } from '../texts/use-text.js';
import { incidentSizes } from './order.js';
import { AlertRow } from './alert-row.js';
import { ROW_HEIGHT, useWindow } from './use-window.js';

interface Props {
  readonly rows: readonly string[];
  readonly alerts: ReadonlyMap<string, AlertSummary>;
  readonly chosen: string | undefined;
  readonly opened: string | undefined;
  readonly account: string;
  readonly choose: (id: string) => void;
  readonly open: (id: string) => void;
}

/** The rows that are in sight; the others are only their height, so that a queue of thousands scrolls freely. */
export function AlertList({ rows, alerts, chosen, opened, account, choose, open }: Props): ReactElement {
  const say = useText();
  const now = useNow();
  const sizes = useMemo(() => incidentSizes(alerts.values()), [alerts]);
  const list = useRef<HTMLDivElement>(null);
  const { from, to, onScroll, show } = useWindow(list, rows.length);
  const tabStop = chosen !== undefined && rows.includes(chosen) ? chosen : rows[0];
  // Only when another row is chosen: a queue that grows must not scroll by itself.
  const bringIntoSight = useEffectEvent((id: string) => show(rows.indexOf(id)));
  useEffect(() => {
    if (chosen !== undefined) bringIntoSight(chosen);
  }, [chosen]);
  return (
    <div
      ref={list}
      className="queue-list"
      role="listbox"
      aria-label={say('queue.title')}
      data-testid="alert-list"
      onScroll={onScroll}
    >
      <div role="presentation" style={{ height: rows.length * ROW_HEIGHT, position: 'relative' }}>
        {rows.slice(from, to).map((id, index) => {
          const alert = alerts.get(id);
          return (
            alert && (
              <AlertRow
                key={id}
                {...{ alert, now, account }}
                members={alert.incidentId === null || alert.owner !== null ? 1 : (sizes.get(alert.incidentId) ?? 1)}
                top={(from + index) * ROW_HEIGHT}
                place={[from + index + 1, rows.length]}
                tabStop={id === tabStop}
                opened={id === opened}
                focus={() => choose(id)}
                open={() => open(id)}
              />
            )
          );
        })}
      </div>
    </div>
  );
}
