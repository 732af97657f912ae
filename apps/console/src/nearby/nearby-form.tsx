import { Button, Input, Select } from 'antd';
import { useId, useState, type ReactElement } from 'react';
import { serverNow } from '../app/clock.js';
import { fromWallClock, toWallClock } from '../app/time.js';
import { WallTimeInput } from '../app/wall-time-input.js';
import { useText } from '../texts/use-text.js';
import { placeOf, type Search } from './search.js';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const distances = [50, 100, 200, 500, 1_000, 2_000];
const lengths = [1, 2, 3, 6];

interface Props {
  readonly place: string;
  readonly setPlace: (place: string) => void;
  readonly metres: number;
  readonly setMetres: (metres: number) => void;
  readonly pending: boolean;
  readonly ask: (search: Search) => void;
}

/** Where, when, how near, and what for; nothing is asked until all four are said. */
export function NearbyForm({ place, setPlace, metres, setMetres, pending, ask }: Props): ReactElement {
  const say = useText();
  const id = useId();
  // Up to the end of this minute: what was received a moment ago is looked for, too.
  const [from, setFrom] = useState(() => toWallClock(serverNow() + MINUTE_MS - HOUR_MS));
  const [hours, setHours] = useState(1);
  const [purpose, setPurpose] = useState('');
  const [tried, setTried] = useState(false);
  const [start, chosen] = [fromWallClock(from), placeOf(place)];
  const purposeful = purpose.trim().length >= 2;
  const submit = (): void => {
    setTried(true);
    if (start === undefined || !chosen || !purposeful) return;
    const [begin, end] = [start, start + hours * HOUR_MS].map((at) => new Date(at).toISOString()) as [string, string];
    ask({ ...chosen, metres, from: begin, to: end, purpose: purpose.trim() });
  };
  return (
    <form
      className="act-form"
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <p className="faded">{say('nearby.warning')}</p>
      <div className="range">
        <label htmlFor={`${id}place`}>{say('nearby.place')}</label>
        <Input
          id={`${id}place`}
          value={place}
          placeholder={say('nearby.click')}
          aria-invalid={tried && !chosen}
          onChange={({ target }) => setPlace(target.value)}
        />
        <label htmlFor={`${id}metres`}>{say('nearby.within')}</label>
        <Select<number>
          id={`${id}metres`}
          value={metres}
          onChange={setMetres}
          options={distances.map((value) => ({ value, label: say('nearby.metres', { metres: value }) }))}
        />
        <label htmlFor={`${id}from`}>{say('dossier.track.from')}</label>
        <WallTimeInput id={`${id}from`} value={from} change={setFrom} />
        <label htmlFor={`${id}hours`}>{say('nearby.for')}</label>
        <Select<number>
          id={`${id}hours`}
          value={hours}
          onChange={setHours}
          options={lengths.map((value) => ({ value, label: say('nearby.hours', { hours: value }) }))}
        />
        <label htmlFor={`${id}purpose`}>{say('dossier.track.purpose')}</label>
        <Input
          id={`${id}purpose`}
          value={purpose}
          maxLength={500}
          aria-invalid={tried && !purposeful}
          onChange={({ target }) => setPurpose(target.value)}
        />
      </div>
      {tried && !chosen && <p role="alert">{say('nearby.placeNeeded')}</p>}
      {tried && start === undefined && <p role="alert">{say('nearby.timeNeeded')}</p>}
      {tried && !purposeful && <p role="alert">{say('dossier.track.purposeNeeded')}</p>}
      <div className="act-form-end">
        <Button type="primary" htmlType="submit" loading={pending}>
          {say('nearby.ask')}
        </Button>
      </div>
    </form>
  );
}
