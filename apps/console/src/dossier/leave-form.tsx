import { Button, Input } from 'antd';
import { useId, useState, type ReactElement } from 'react';
import { serverNow } from '../app/clock.js';
import { fromWallClock, toWallClock } from '../app/time.js';
import { WallTimeInput } from '../app/wall-time-input.js';
import { useText } from '../texts/use-text.js';
import { placeOf } from './leave-place.js';

export type WantedLeave = {
  placeName: string;
  reason: string;
  approvedBy: string;
  from: string;
  to: string;
} & NonNullable<ReturnType<typeof placeOf>>;
interface Props {
  readonly pending: boolean;
  readonly save: (leave: WantedLeave) => void;
  readonly cancel: () => void;
}

const DAY_MS = 86_400_000;
const fields = ['placeName', 'place', 'reason', 'approvedBy'] as const;

/** A leave as the paper says it: where, from when to when, what for, and who approved it. */
export function LeaveForm({ pending, save, cancel }: Props): ReactElement {
  const say = useText();
  const id = useId();
  const [words, setWords] = useState({ placeName: '', place: '', reason: '', approvedBy: '' });
  const [from, setFrom] = useState(() => toWallClock(serverNow()));
  const [to, setTo] = useState(() => toWallClock(serverNow() + DAY_MS));
  const wanted = leaveOf(words, from, to);
  return (
    <form
      className="act-form"
      data-testid="leave-form"
      onSubmit={(event) => {
        event.preventDefault();
        if (wanted !== undefined) save(wanted);
      }}
    >
      {fields.map((field) => (
        <div key={field}>
          <label htmlFor={`${id}${field}`}>{say(`leave.${field}`)}</label>
          <Input
            id={`${id}${field}`}
            value={words[field]}
            maxLength={200}
            onChange={({ target }) => setWords((before) => ({ ...before, [field]: target.value }))}
          />
        </div>
      ))}
      <div className="range">
        <label htmlFor={`${id}from`}>{say('leave.from')}</label>
        <WallTimeInput id={`${id}from`} value={from} change={setFrom} />
        <label htmlFor={`${id}to`}>{say('leave.to')}</label>
        <WallTimeInput id={`${id}to`} value={to} change={setTo} />
      </div>
      <div className="act-form-end">
        <Button type="primary" htmlType="submit" disabled={wanted === undefined} loading={pending}>
          {say('leave.save')}
        </Button>
        <Button onClick={cancel}>{say('act.cancel')}</Button>
      </div>
    </form>
  );
}

/** Undefined while something is missing. */
function leaveOf(
  words: Readonly<Record<(typeof fields)[number], string>>,
  from: string,
  to: string,
): WantedLeave | undefined {
  const [start, end] = [fromWallClock(from), fromWallClock(to)];
  const place = placeOf(words.place);
  const [placeName, reason, approvedBy] = [words.placeName, words.reason, words.approvedBy].map((text) => text.trim());
  if (!placeName || !reason || !approvedBy || place === undefined) return undefined;
  if (start === undefined || end === undefined || start >= end) return undefined;
  const [begins, ends] = [start, end].map((time) => new Date(time).toISOString()) as [string, string];
  return { placeName, reason, approvedBy, from: begins, to: ends, ...place };
}
