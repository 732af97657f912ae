import { useMutation } from '@tanstack/react-query';
import { Button, Input, Select } from 'antd';
import { useId, useState, type ReactElement } from 'react';
import { educationResults, factKinds, riskGrades, type FactKind } from '#libs/protocol';
import { answerOf, api } from '../api/client.js';
import { sendOnce } from '../api/idempotency.js';
import { serverNow } from '../app/clock.js';
import { ProblemPanel } from '../app/problem-panel.js';
import { fromWallClock, toWallClock } from '../app/time.js';
import { WallTimeInput } from '../app/wall-time-input.js';
import { useText } from '../texts/use-text.js';
import { readPointsAgain } from './queries.js';

type Outcome = (typeof educationResults)[number] | (typeof riskGrades)[number];

const outcomesOf = (kind: FactKind): readonly Outcome[] => {
  if (kind === 'education.result') return educationResults;
  return kind === 'risk.graded' ? riskGrades : [];
};

/** A fact as the paper says it: what, when, how many hours or with what result, and what shows it. */
export function FactForm({
  superviseeId,
  done,
}: {
  readonly superviseeId: string;
  readonly done: () => void;
}): ReactElement {
  const say = useText();
  const id = useId();
  const [kind, setKind] = useState<FactKind>('report.missed');
  const [at, setAt] = useState(() => toWallClock(serverNow()));
  const [hours, setHours] = useState('');
  const [outcome, setOutcome] = useState<Outcome>();
  const [evidence, setEvidence] = useState('');
  const counted = kind.endsWith('.hours');
  const outcomes = outcomesOf(kind);
  const time = fromWallClock(at);
  const isReady =
    time !== undefined &&
    evidence.trim() !== '' &&
    (!counted || /^\d{1,4}(\.\d{1,2})?$/.test(hours)) &&
    (outcomes.length === 0 || outcome !== undefined);
  const saving = useMutation({
    mutationFn: () => {
      const body = {
        kind,
        at: new Date(time ?? 0).toISOString(),
        evidence: evidence.trim(),
        ...(counted ? { hours } : {}),
        ...(outcomes.length > 0 && outcome !== undefined ? { outcome } : {}),
      };
      return sendOnce(`fact ${superviseeId} ${JSON.stringify(body)}`, (header) =>
        answerOf(api.POST('/api/v1/supervisees/{id}/facts', { params: { path: { id: superviseeId }, header }, body })),
      );
    },
    onSuccess: done,
    onSettled: readPointsAgain,
  });
  return (
    <form
      className="act-form"
      data-testid="fact-form"
      onSubmit={(event) => {
        event.preventDefault();
        if (isReady) saving.mutate();
      }}
    >
      <Select<FactKind>
        aria-label={say('points.fact')}
        value={kind}
        onChange={(next) => {
          setKind(next);
          setOutcome(undefined);
        }}
        options={factKinds.map((value) => ({ value, label: say(`fact.${value}`) }))}
      />
      <label htmlFor={`${id}at`}>{say('points.when')}</label>
      <WallTimeInput id={`${id}at`} value={at} change={setAt} />
      {counted && (
        <Input
          aria-label={say('points.hours')}
          placeholder={say('points.hours')}
          value={hours}
          onChange={({ target }) => setHours(target.value)}
        />
      )}
      {outcomes.length > 0 && (
        <Select<Outcome>
          aria-label={say('points.outcome')}
          placeholder={say('points.outcome')}
          {...(outcome === undefined ? {} : { value: outcome })}
          onChange={setOutcome}
          options={outcomes.map((value) => ({ value, label: say(`outcome.${value}`) }))}
        />
      )}
      <label htmlFor={`${id}evidence`}>{say('points.evidence')}</label>
      <Input
        id={`${id}evidence`}
        maxLength={2_000}
        value={evidence}
        onChange={({ target }) => setEvidence(target.value)}
      />
      <div className="act-form-end">
        <Button type="primary" htmlType="submit" disabled={!isReady} loading={saving.isPending}>
          {say('points.recordFact')}
        </Button>
        <Button onClick={done}>{say('act.cancel')}</Button>
      </div>
      {saving.isError && <ProblemPanel problem={saving.error} />}
    </form>
  );
}
