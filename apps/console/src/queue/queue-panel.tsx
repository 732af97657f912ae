import { Button, Segmented, Skeleton } from 'antd';
import { useMemo, useState, type ReactElement } from 'react';
import { useMatch, useNavigate } from 'react-router';
import { ProblemPanel } from '../app/problem-panel.js';
import { mayAct, useWatch } from '../app/watch.js';
import { useText } from '../texts/use-text.js';
import { AlertList } from './alert-list.js';
import { AwayList } from './away-list.js';
import { Calm } from './calm.js';
import { byUrgency, filters, matches, type Filter } from './order.js';
import { useArrangement } from './use-arrangement.js';
import { useQueueKeys } from './use-queue-keys.js';
import { useWatchBoard } from './use-watch-board.js';

/** Everything that needs somebody. The only thing on the page that moves by itself, and never under a hand. */
export function QueuePanel(): ReactElement {
  const say = useText();
  const { account } = useWatch();
  const board = useWatchBoard();
  const go = useNavigate();
  const opened = useMatch('/alerts/:id')?.params.id;
  const [filter, setFilter] = useState<Filter>('all');
  const [chosen, setChosen] = useState<string>();
  const alerts = board.data?.alerts;
  const queues = useMemo(
    () =>
      Object.fromEntries(
        filters.map((name) => [
          name,
          [...(alerts?.values() ?? [])].filter((alert) => matches(alert, name, account.id)),
        ]),
      ) as Record<Filter, NonNullable<ReturnType<NonNullable<typeof alerts>['get']>>[]>,
    [alerts, account.id],
  );
  const ordered = useMemo(() => queues[filter].sort(byUrgency).map((alert) => alert.id), [queues, filter]);
  const { rows, waiting, hands, release } = useArrangement(ordered, filter);
  const open = (id: string): void => {
    setChosen(id);
    void go(`/alerts/${id}`);
  };
  useQueueKeys({ rows, chosen, opened, choose: setChosen, open, release, acting: mayAct(account) });
  const offered = filters.filter((name) => name !== 'mine' || mayAct(account));
  return (
    <section className="queue" aria-label={say('queue.title')}>
      <Segmented<Filter>
        block
        size="small"
        aria-label={say('queue.filter')}
        value={filter}
        onChange={setFilter}
        options={offered.map((name) => ({ value: name, label: `${say(`queue.${name}`)} ${queues[name].length}` }))}
      />
      <AwayList />
      {waiting.length > 0 && (
        <Button className="queue-new" size="small" block data-testid="queue-new" onClick={release}>
          {say('queue.new', { count: waiting.length })}
        </Button>
      )}
      {board.isPending && <Skeleton active title={false} paragraph={{ rows: 8, width: '100%' }} />}
      {board.isError && !board.data && <ProblemPanel problem={board.error} retry={() => void board.refetch()} />}
      {alerts && rows.length === 0 && <Calm filter={filter} since={board.data?.calmSince} />}
      {alerts && rows.length > 0 && (
        <AlertList {...{ rows, alerts, chosen, opened, open, hands }} choose={setChosen} account={account.id} />
      )}
    </section>
  );
}
