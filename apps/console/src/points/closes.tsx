import { useMutation, useQuery } from '@tanstack/react-query';
import { Button, Input } from 'antd';
import { lazy, Suspense, useState, type ReactElement } from 'react';
import { Link } from 'react-router';
import type { PointsClose, PointsCloseLine } from '#libs/protocol';
import { answerOf, api } from '../api/client.js';
import { sendOnce } from '../api/idempotency.js';
import { keys } from '../api/queries.js';
import { Moment } from '../app/moment.js';
import { ProblemPanel } from '../app/problem-panel.js';
import { mayAct, useWatch } from '../app/watch.js';
import { useText } from '../texts/use-text.js';
import { nextOfClose } from './next-of-close.js';
import { readPointsAgain } from './queries.js';

const DistributionChart = lazy(() => import('./distribution-chart.js'));

const AGAIN_MS = 5_000;

/** Months of the office: seen before they are closed, made, published, reviewed by somebody else. */
export function Closes(): ReactElement {
  const say = useText();
  const { account } = useWatch();
  const [month, setMonth] = useState('');
  const [seen, setSeen] = useState<string>();
  const closes = useQuery({
    queryKey: [...keys.points, 'closes'],
    refetchInterval: AGAIN_MS,
    queryFn: async () => (await answerOf(api.GET('/api/v1/points-closes'))).items as readonly PointsClose[],
  });
  const beginning = useMutation({
    mutationFn: () =>
      sendOnce(`close points ${month}`, (header) =>
        answerOf(api.POST('/api/v1/points-closes', { params: { header }, body: { month } })),
      ),
    onSuccess: () => setSeen(undefined),
    onSettled: readPointsAgain,
  });
  return (
    <section>
      <h2>{say('points.closes')}</h2>
      {closes.isError && !closes.data && <ProblemPanel problem={closes.error} retry={() => void closes.refetch()} />}
      {closes.data?.length === 0 && <p className="faded">{say('points.noCloses')}</p>}
      <ol className="log" data-testid="points-closes">
        {(closes.data ?? []).map((close) => (
          <OneClose key={close.id} close={close} />
        ))}
      </ol>
      {mayAct(account) && (
        <form
          className="act-form"
          onSubmit={(event) => {
            event.preventDefault();
            beginning.mutate();
          }}
        >
          <Input
            type="month"
            size="small"
            aria-label={say('points.closeMonth')}
            value={month}
            onChange={({ target }) => setMonth(target.value)}
          />
          <div className="act-form-end">
            <Button size="small" disabled={month === ''} onClick={() => setSeen(month)}>
              {say('points.preview')}
            </Button>
            <Button size="small" type="primary" htmlType="submit" disabled={month === ''} loading={beginning.isPending}>
              {say('points.beginClose')}
            </Button>
          </div>
        </form>
      )}
      {beginning.isError && <ProblemPanel problem={beginning.error} />}
      {seen !== undefined && <Preview key={seen} month={seen} />}
    </section>
  );
}

function Preview({ month }: { readonly month: string }): ReactElement {
  const say = useText();
  const preview = useQuery({
    queryKey: [...keys.points, 'preview', month],
    queryFn: async () =>
      (await answerOf(api.GET('/api/v1/points-month', { params: { query: { month } } })))
        .items as readonly PointsCloseLine[],
  });
  if (preview.isError) return <ProblemPanel problem={preview.error} retry={() => void preview.refetch()} />;
  const lines = preview.data ?? [];
  return (
    <>
      <Distribution lines={lines} name={`points-preview-${month}`} />
      <Lines caption={say('points.previewOf', { month })} lines={lines} />
    </>
  );
}

function OneClose({ close }: { readonly close: PointsClose }): ReactElement {
  const say = useText();
  const { account } = useWatch();
  const [open, setOpen] = useState(false);
  const step = nextOfClose(close, account);
  const taking = useMutation({
    mutationFn: () =>
      sendOnce(`close ${close.id} ${step ?? ''}`, (header) => {
        const params = { path: { id: close.id }, header };
        return step === 'final'
          ? answerOf(api.POST('/api/v1/points-closes/{id}/final', { params }))
          : answerOf(api.POST('/api/v1/points-closes/{id}/publish', { params }));
      }),
    onSettled: readPointsAgain,
  });
  return (
    <li data-close-id={close.id} data-state={close.state}>
      <b>{close.month}</b> {say(`points.close.${close.state}`)} · {say('points.people', { count: close.people })}
      {close.objections > 0 && (
        <span className="over"> · {say('points.openObjections', { count: close.objections })}</span>
      )}
      <div className="faded">
        {close.begunBy.name} <Moment at={close.begunAt} />
      </div>
      {close.steps.map(({ step: taken, by, until, at }) => (
        <div key={taken} className="faded">
          {say(`points.close.${taken}`)} {by?.name ?? say('points.platform')} <Moment at={at} />
          {until !== null && (
            <>
              {' · '}
              {say('points.publicUntil')} <Moment at={until} />
            </>
          )}
        </div>
      ))}
      <div className="act-form-end">
        <Button size="small" onClick={() => setOpen(!open)} aria-expanded={open}>
          {say('points.lines')}
        </Button>
        {step !== undefined && (
          <Button size="small" type="primary" loading={taking.isPending} onClick={() => taking.mutate()}>
            {say(`points.take.${step}`)}
          </Button>
        )}
      </div>
      {taking.isError && <ProblemPanel problem={taking.error} />}
      {open && <LinesOf close={close} />}
    </li>
  );
}

function LinesOf({ close }: { readonly close: PointsClose }): ReactElement {
  const say = useText();
  const [isPublic, setPublic] = useState(false);
  const lines = useQuery({
    queryKey: [...keys.points, 'close', close.id, isPublic],
    queryFn: async () => {
      const params = { path: { id: close.id }, query: isPublic ? ({ public: '1' } as const) : {} };
      return (await answerOf(api.GET('/api/v1/points-closes/{id}/lines', { params }))).items;
    },
  });
  return (
    <>
      <label>
        <input type="checkbox" checked={isPublic} onChange={({ target }) => setPublic(target.checked)} />{' '}
        {say('points.asPublished')}
      </label>
      {lines.isError && <ProblemPanel problem={lines.error} retry={() => void lines.refetch()} />}
      <Distribution lines={lines.data ?? []} name={`points-${close.division}-${close.month}`} />
      <Lines caption={say('points.linesOf', { month: close.month })} lines={lines.data ?? []} />
    </>
  );
}

interface Drawn {
  readonly lines: readonly PointsCloseLine[];
  readonly name: string;
}

function Distribution({ lines, name }: Drawn): ReactElement | null {
  if (lines.every(({ closing }) => closing === null)) return null;
  return (
    <Suspense fallback={<div className="points-canvas" aria-busy="true" />}>
      <DistributionChart lines={lines} name={name} />
    </Suspense>
  );
}

const columns = [
  'points.name',
  'points.opening',
  'points.additions',
  'points.deductions',
  'points.closing',
  'points.band',
] as const;

function Lines({
  caption,
  lines,
}: {
  readonly caption: string;
  readonly lines: readonly PointsCloseLine[];
}): ReactElement {
  const say = useText();
  return (
    <table className="grid" data-testid="points-lines">
      <caption>{caption}</caption>
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
        {lines.map((line) => (
          <tr key={line.superviseeId}>
            <th scope="row">
              <Link to={`/supervisees/${line.superviseeId}`}>{line.name}</Link>
              {line.secret && <span className="faded"> {say('points.secret')}</span>}
            </th>
            <td>{line.opening ?? '–'}</td>
            <td>{line.additions}</td>
            <td>{line.deductions}</td>
            <td>{line.closing ?? '–'}</td>
            <td>
              {line.band ?? line.grade ?? ''}
              {line.proposedClass !== null && (
                <span className="faded"> {say('points.proposes', { name: say(`class.${line.proposedClass}`) })}</span>
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
