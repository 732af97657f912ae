import { useInfiniteQuery } from '@tanstack/react-query';
import { Button, Skeleton } from 'antd';
import { useState, type ReactElement } from 'react';
import { Link, useNavigate, useParams } from 'react-router';
import type { Backtest } from '#libs/protocol';
import { answerOf, api } from '../api/client.js';
import { keys } from '../api/queries.js';
import { Moment } from '../app/moment.js';
import { ProblemPanel } from '../app/problem-panel.js';
import { mayAct, useWatch } from '../app/watch.js';
import { useText } from '../texts/use-text.js';
import { subjectOf } from './subject-of-trial.js';
import { isUnderWay } from './trial.js';
import { TrialForm } from './trial-form.js';
import { TrialResult } from './trial-result.js';
import './backtests.css';

const AGAIN_MS = 2_000;

/** What another policy, area or rule would have found: tried on what is stored, before it applies. */
export default function BacktestsPage(): ReactElement {
  const say = useText();
  const go = useNavigate();
  const { id } = useParams();
  const { account } = useWatch();
  const [asking, setAsking] = useState(false);
  const trials = useInfiniteQuery({
    queryKey: keys.backtests,
    initialPageParam: undefined as string | undefined,
    refetchInterval: AGAIN_MS,
    queryFn: ({ pageParam }) =>
      answerOf(
        api.GET('/api/v1/rules/backtest', {
          params: { query: { limit: 50, ...(pageParam === undefined ? {} : { cursor: pageParam }) } },
        }),
      ),
    getNextPageParam: (page) => page.next ?? undefined,
  });
  const items = (trials.data?.pages ?? []).flatMap((page) => page.items) as Backtest[];
  const asked = (trial: string): void => {
    setAsking(false);
    void go(`/backtests/${trial}`);
  };
  return (
    <main className="page page-split page-trials">
      <section>
        <header className="page-head">
          <h1>{say('backtest.title')}</h1>
          <span className="faded">{say('backtest.hint')}</span>
        </header>
        {mayAct(account) && !asking && (
          <Button type="primary" onClick={() => setAsking(true)}>
            {say('backtest.new')}
          </Button>
        )}
        {asking && <TrialForm asked={asked} cancel={() => setAsking(false)} />}
        {trials.isPending && <Skeleton active paragraph={{ rows: 8 }} />}
        {trials.isError && !trials.data && <ProblemPanel problem={trials.error} retry={() => void trials.refetch()} />}
        {trials.data && items.length === 0 && <p className="faded">{say('backtest.none')}</p>}
        {items.length > 0 && <TrialTable trials={items} selected={id} />}
        {trials.hasNextPage && (
          <Button loading={trials.isFetchingNextPage} onClick={() => void trials.fetchNextPage()}>
            {say('devices.more')}
          </Button>
        )}
      </section>
      <aside className="panel">
        {id === undefined ? <p className="faded">{say('backtest.select')}</p> : <TrialResult key={id} id={id} />}
      </aside>
    </main>
  );
}

interface TableProps {
  readonly trials: readonly Backtest[];
  readonly selected: string | undefined;
}

const columns = ['backtest.change', 'backtest.state', 'backtest.difference', 'backtest.asked'] as const;

function TrialTable({ trials, selected }: TableProps): ReactElement {
  const say = useText();
  return (
    <table className="grid grid-page" data-testid="backtests">
      <thead>
        <tr>
          {columns.map((key) => (
            <th key={key} scope="col">
              {say(key)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {trials.map((trial) => (
          <tr key={trial.id} aria-selected={trial.id === selected} data-state={trial.state}>
            <th scope="row">
              <Link to={`/backtests/${trial.id}`}>{subjectOf(say, trial.change)}</Link>
              <div className="faded">{trial.reason}</div>
            </th>
            <td>
              {say(`backtest.state.${trial.state}`)}
              {isUnderWay(trial) && ` ${trial.progress.done}/${trial.progress.people}`}
            </td>
            <td>{say('backtest.sum', sumOf(trial))}</td>
            <td>
              {trial.askedBy.name} <Moment at={trial.askedAt} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function sumOf({ kinds }: Backtest): Record<'raised' | 'gone' | 'changed', number> {
  const sum = (is: 'raised' | 'gone' | 'changed'): number => kinds.reduce((all, one) => all + one[is], 0);
  return { raised: sum('raised'), gone: sum('gone'), changed: sum('changed') };
}
