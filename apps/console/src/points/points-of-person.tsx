import { Button, Skeleton } from 'antd';
import { lazy, Suspense, useState, type ReactElement } from 'react';
import type { PointsAccount } from '#libs/protocol';
import { ProblemPanel } from '../app/problem-panel.js';
import { mayAct, useWatch } from '../app/watch.js';
import { useText, wordFor } from '../texts/use-text.js';
import { EntryLine } from './entry-line.js';
import { FactForm } from './fact-form.js';
import { usePoints } from './queries.js';
import { Statement } from './statement.js';
import './points.css';

// Drawing takes half a megabyte of code: who only reads the score need not wait for it.
const ScoreChart = lazy(() => import('./score-chart.js'));

/** Points (积分) of somebody: the score, where it stands in the scheme, and every entry with what it rests on. */
export function PointsOfPerson({ superviseeId }: { readonly superviseeId: string }): ReactElement {
  const say = useText();
  const { account } = useWatch();
  const points = usePoints(superviseeId);
  const [recording, setRecording] = useState(false);
  const [month, setMonth] = useState<string>();
  const { data } = points;
  return (
    <section data-testid="points">
      <h3>{say('points.title')}</h3>
      {points.isPending && <Skeleton active paragraph={{ rows: 2 }} />}
      {points.isError && !data && <ProblemPanel problem={points.error} retry={() => void points.refetch()} />}
      {data && <Score account={data} />}
      {data && data.movements.length > 0 && (
        <Suspense fallback={<div className="points-canvas" aria-busy="true" />}>
          <ScoreChart account={data} />
        </Suspense>
      )}
      {data?.entries.length === 0 && <p className="faded">{say('points.none')}</p>}
      <ol className="log" aria-label={say('points.entries')} data-testid="points-entries">
        {(data?.entries ?? []).map((entry) => (
          <EntryLine key={entry.id} entry={entry} />
        ))}
      </ol>
      {recording && <FactForm superviseeId={superviseeId} done={() => setRecording(false)} />}
      <div className="act-form-end">
        {mayAct(account) && !recording && (
          <Button size="small" onClick={() => setRecording(true)} data-testid="fact-new">
            {say('points.newFact')}
          </Button>
        )}
        {data && data.scheme !== null && (
          <Button size="small" onClick={() => setMonth(data.month)}>
            {say('points.statement')}
          </Button>
        )}
      </div>
      {month !== undefined && <Statement superviseeId={superviseeId} month={month} close={() => setMonth(undefined)} />}
    </section>
  );
}

function Score({ account: { scheme, score, band, parts } }: { readonly account: PointsAccount }): ReactElement {
  const say = useText();
  if (scheme === null) return <p className="faded">{say('points.noScheme')}</p>;
  return (
    <>
      <p>
        <b className="points-score" data-testid="points-score">
          {score ?? '–'}
        </b>{' '}
        {band !== null && (
          <span className="points-band">
            <i style={{ background: band.colour }} aria-hidden="true" /> {band.name}
          </span>
        )}{' '}
        <span className="faded">{say('points.byScheme', { name: scheme.name, version: scheme.version })}</span>
      </p>
      {band !== null && band.effects.length > 0 && (
        <p className="faded">{band.effects.map((effect) => wordFor(say, 'effect', effect)).join(' · ')}</p>
      )}
      {parts.length > 0 && (
        <dl className="facts">
          {parts.map((part) => (
            <div key={part.code} className="points-part">
              <dt>{part.name}</dt>
              <dd>{part.points}</dd>
            </div>
          ))}
        </dl>
      )}
    </>
  );
}
