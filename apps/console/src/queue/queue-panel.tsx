import { Button, Segmented, Skeleton } from 'antd';
import { useMemo, useState, type ReactElement } from 'react';
import { useMatch, useNavigate } from 'react-router';
import type { AlertSummary } from '#libs/protocol';
import { ProblemPanel } from '../app/problem-panel.js';
import { mayAct, useWatch } from '../app/watch.js';
import { useText } from '../texts/use-text.js';
import { AlertList } from './alert-list.js';
import { AwayList } from './away-list.js';
import { HeldBack } from './held-back.js';
import { needsSomebody } from './board.js';
import { Calm } from './calm.js';
import { byUrgency, filters, matches, oneForAll, type Filter } from './order.js';
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
  const queues = useMemo(() => queuesOf(alerts?.values() ?? [], account.id), [alerts, account.id]);
  const ordered = queues[filter];
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
      <HeldBack />
      {board.isPending && <Skeleton active title={false} paragraph={{ rows: 8, width: '100%' }} />}
      {board.isError && !board.data && <ProblemPanel problem={board.error} retry={() => void board.refetch()} />}
      {alerts && rows.length === 0 && <Calm filter={filter} since={board.data?.calmSince} />}
      {alerts && rows.length > 0 && (
        <div className="queue-body" {...hands}>
          {waiting.length > 0 && (
            <Button className="queue-new" size="small" data-testid="queue-new" onClick={release}>
              {say('queue.new', { count: waiting.length })}
            </Button>
          )}
          <AlertList {...{ rows, alerts, chosen, opened, open }} choose={setChosen} account={account.id} />
        </div>
      )}
    </section>
  );
}

/** The ids of each queue in its order; in order once, however often somebody changes the filter. */
function queuesOf(alerts: Iterable<AlertSummary>, account: string): Record<Filter, string[]> {
  const inOrder = byUrgency([...alerts].filter(needsSomebody));
  const queued = (filter: Filter): AlertSummary[] => inOrder.filter((alert) => matches(alert, filter, account));
  const queue = (filter: Filter): string[] => oneForAll(queued(filter)).map(({ id }) => id);
  return { mine: queue('mine'), all: queue('all'), ended: queue('ended') };
}
