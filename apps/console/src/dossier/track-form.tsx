import { Button, Input } from 'antd';
import { useId, useState, type ReactElement } from 'react';
import { serverNow } from '../app/clock.js';
import { fromWallClock, toWallClock } from '../app/time.js';
import { WallTimeInput } from '../app/wall-time-input.js';
import { useText } from '../texts/use-text.js';

export interface TrackRequest {
  readonly from: string;
  readonly to: string;
  readonly purpose: string;
}

const HOUR_MS = 3_600_000;
const SPANS = [1, 24, 72] as const;

interface Props {
  readonly pending: boolean;
  readonly ask: (request: TrackRequest) => void;
  readonly cancel: () => void;
}

/** From when to when, and what for. */
export function TrackForm({ pending, ask, cancel }: Props): ReactElement {
  const say = useText();
  const id = useId();
  const [purpose, setPurpose] = useState('');
  const [from, setFrom] = useState(() => toWallClock(serverNow() - 24 * HOUR_MS));
  const [to, setTo] = useState(() => toWallClock(serverNow() + 60_000));
  const [tried, setTried] = useState(false);
  const [start, end] = [fromWallClock(from), fromWallClock(to)];
  const ordered = start !== undefined && end !== undefined && start < end;
  const purposeful = purpose.trim().length >= 2;
  const submit = (): void => {
    setTried(true);
    if (!ordered || !purposeful) return;
    ask({ from: new Date(start).toISOString(), to: new Date(end).toISOString(), purpose: purpose.trim() });
  };
  const span = (hours: number): void => {
    setFrom(toWallClock(serverNow() - hours * HOUR_MS));
    setTo(toWallClock(serverNow() + 60_000));
  };
  return (
    <form
      className="act-form"
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <p className="faded">{say('dossier.track.warning')}</p>
      <label htmlFor={`${id}purpose`}>{say('dossier.track.purpose')}</label>
      <Input
        id={`${id}purpose`}
        autoFocus
        value={purpose}
        maxLength={500}
        aria-invalid={tried && !purposeful}
        onChange={({ target }) => setPurpose(target.value)}
      />
      {tried && !purposeful && <p role="alert">{say('dossier.track.purposeNeeded')}</p>}
      <div className="spans" role="group" aria-label={say('dossier.track.range')}>
        {SPANS.map((hours) => (
          <Button key={hours} size="small" onClick={() => span(hours)}>
            {say('dossier.track.hours', { hours })}
          </Button>
        ))}
      </div>
      <div className="range">
        <label htmlFor={`${id}from`}>{say('dossier.track.from')}</label>
        <WallTimeInput id={`${id}from`} value={from} change={setFrom} />
        <label htmlFor={`${id}to`}>{say('dossier.track.to')}</label>
        <WallTimeInput id={`${id}to`} value={to} change={setTo} />
      </div>
      {tried && !ordered && <p role="alert">{say('dossier.track.rangeWrong')}</p>}
      <div className="act-form-end">
        <Button type="primary" htmlType="submit" loading={pending}>
          {say('dossier.track.show')}
        </Button>
        <Button onClick={cancel}>{say('act.cancel')}</Button>
      </div>
    </form>
  );
}
