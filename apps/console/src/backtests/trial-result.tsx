import { useMutation, useQuery } from '@tanstack/react-query';
import { Button, Skeleton } from 'antd';
import type { ReactElement } from 'react';
import { Link } from 'react-router';
import type { Backtest } from '#libs/protocol';
import { answerOf, api } from '../api/client.js';
import { sendOnce } from '../api/idempotency.js';
import { keys, queryClient } from '../api/queries.js';
import { ProblemPanel } from '../app/problem-panel.js';
import { dateTime } from '../app/time.js';
import { mayAct, useWatch } from '../app/watch.js';
import { useText, wordFor } from '../texts/use-text.js';
import { subjectOf } from './subject-of-trial.js';
import { isUnderWay, parametersOf } from './trial.js';

const AGAIN_MS = 1_000;

/** How far a trial is, and what would be different. */
export function TrialResult({ id }: { readonly id: string }): ReactElement {
  const trial = useQuery({
    queryKey: keys.backtest(id),
    refetchInterval: ({ state }) => (state.data === undefined || isUnderWay(state.data) ? AGAIN_MS : false),
    queryFn: async () =>
      (await answerOf(api.GET('/api/v1/rules/backtest/{id}', { params: { path: { id } } }))) as Backtest,
  });
  if (trial.data !== undefined) return <Result trial={trial.data} />;
  return trial.error ? <ProblemPanel problem={trial.error} /> : <Skeleton active />;
}

function Result({ trial }: { readonly trial: Backtest }): ReactElement {
  const say = useText();
  const { progress, state } = trial;
  return (
    <article className="trial" data-testid="backtest" data-state={state}>
      <header className="panel-head">
        <h2>{subjectOf(say, trial.change)}</h2>
      </header>
      <p className="faded">
        {say('backtest.about', {
          ...{ division: trial.division, people: progress.people },
          ...{ from: dateTime(trial.from), to: dateTime(trial.to) },
        })}
      </p>
      <p className="note">{trial.reason}</p>
      <p>
        <b>{say(`backtest.state.${state}`)}</b> {say('backtest.progress', progress)}
      </p>
      {isUnderWay(trial) && (
        <progress
          aria-label={say('backtest.progressLabel')}
          max={Math.max(1, progress.people)}
          value={state === 'waiting' ? 0 : progress.done}
        />
      )}
      {isUnderWay(trial) && <Cancel id={trial.id} />}
      {state === 'cancelled' && <p className="faded">{say('backtest.partly')}</p>}
      {state === 'failed' && <p className="faded">{say('backtest.failed')}</p>}
      <Parameters trial={trial} />
      <Counts trial={trial} />
      <Examples trial={trial} />
    </article>
  );
}

function Cancel({ id }: { readonly id: string }): ReactElement | null {
  const say = useText();
  const { account } = useWatch();
  const cancelling = useMutation({
    mutationFn: () =>
      sendOnce(`cancel backtest ${id}`, (header) =>
        answerOf(api.POST('/api/v1/rules/backtest/{id}/cancel', { params: { path: { id }, header } })),
      ),
    onSettled: async () => {
      await queryClient.invalidateQueries({ queryKey: keys.backtest(id) });
      await queryClient.invalidateQueries({ queryKey: keys.backtests });
    },
  });
  if (!mayAct(account)) return null;
  return (
    <>
      <Button size="small" loading={cancelling.isPending} onClick={() => cancelling.mutate()}>
        {say('backtest.cancel')}
      </Button>
      {cancelling.isError && <ProblemPanel problem={cancelling.error} />}
    </>
  );
}

function Parameters({ trial: { change } }: { readonly trial: Backtest }): ReactElement | null {
  const say = useText();
  if (change.is !== 'policy') return null;
  const said = parametersOf(change.parameters).map(
    ({ name, value }) => `${wordFor(say, 'parameter', name)} ${String(value)}`,
  );
  return (
    <details>
      <summary>{say('backtest.parameters')}</summary>
      <ul className="log">
        {said.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
    </details>
  );
}

const counts = ['before', 'after', 'raised', 'gone', 'changed'] as const;

function Counts({ trial: { kinds } }: { readonly trial: Backtest }): ReactElement | null {
  const say = useText();
  if (kinds.length === 0) return null;
  return (
    <table className="grid trial-counts" data-testid="backtest-counts">
      <thead>
        <tr>
          <th scope="col">{say('backtest.kind')}</th>
          {counts.map((count) => (
            <th key={count} scope="col">
              {say(`backtest.count.${count}`)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {kinds.map((one) => (
          <tr key={one.kind} data-kind={one.kind}>
            <th scope="row">{say(`kind.${one.kind}`)}</th>
            {counts.map((count) => (
              <td key={count} className="number">
                {one[count]}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

const verdicts = ['raised', 'gone', 'changed'] as const;

/** Some of each, with whom they are about. */
function Examples({ trial }: { readonly trial: Backtest }): ReactElement {
  const say = useText();
  const { examples } = trial;
  const nothing =
    trial.state === 'done' && trial.kinds.every(({ raised, gone, changed }) => raised + gone + changed === 0);
  return (
    <>
      {nothing && <p>{say('backtest.same')}</p>}
      {verdicts
        .map((is) => ({ is, those: examples.filter((example) => example.is === is) }))
        .filter(({ those }) => those.length > 0)
        .map(({ is, those }) => (
          <section key={is} data-testid={`backtest-${is}`}>
            <h3>{say(`backtest.list.${is}`)}</h3>
            <ul className="log">
              {those.map((example) => (
                <Example key={`${example.kind} ${example.superviseeId} ${spanOf(example).from}`} example={example} />
              ))}
            </ul>
          </section>
        ))}
      {examples.length > 0 && <p className="faded">{say('backtest.some')}</p>}
    </>
  );
}

type ExampleOfTrial = Backtest['examples'][number];

function spanOf({ before, after }: ExampleOfTrial) {
  const span = before ?? after;
  if (span === null) throw new Error('a difference between nothing and nothing');
  return span;
}

function Example({ example }: { readonly example: ExampleOfTrial }): ReactElement {
  const say = useText();
  const { kind, superviseeId, superviseeName, alertId, after, is } = example;
  const lasted = ({ from, to }: NonNullable<ExampleOfTrial['before']>): string =>
    say(to === null ? 'backtest.since' : 'backtest.span', {
      from: dateTime(from),
      to: to === null ? '' : dateTime(to),
    });
  return (
    <li>
      <Link to={`/supervisees/${superviseeId}`}>{superviseeName ?? superviseeId}</Link>{' '}
      {alertId === null ? say(`kind.${kind}`) : <Link to={`/alerts/${alertId}`}>{say(`kind.${kind}`)}</Link>}
      <div className="faded">
        {lasted(spanOf(example))}
        {is === 'changed' && after !== null && <> → {lasted(after)}</>}
      </div>
    </li>
  );
}
