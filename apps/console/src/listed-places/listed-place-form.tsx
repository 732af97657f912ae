import { Button, Input } from 'antd';
import { useId, useState, type ReactElement } from 'react';
import { placeOf } from '../dossier/leave-place.js';
import { useText } from '../texts/use-text.js';

export interface WantedPlace {
  name: string;
  reason: string;
  circle: { readonly lat: number; readonly lon: number; readonly radius: number };
}
interface Props {
  readonly pending: boolean;
  readonly save: (place: WantedPlace) => void;
  readonly cancel: () => void;
}
const fields = ['name', 'place', 'reason'] as const;
type Words = Readonly<Record<(typeof fields)[number], string>>;

/** A place by its middle and its radius, and why people may come together there. */
export function ListedPlaceForm({ pending, save, cancel }: Props): ReactElement {
  const say = useText();
  const id = useId();
  const [words, setWords] = useState<Words>({ name: '', place: '', reason: '' });
  const wanted = placeFrom(words);
  return (
    <form
      className="act-form"
      data-testid="listed-place-form"
      onSubmit={(event) => {
        event.preventDefault();
        if (wanted !== undefined) save(wanted);
      }}
    >
      {fields.map((field) => (
        <div key={field}>
          <label htmlFor={`${id}${field}`}>{say(`listed.${field}`)}</label>
          <Input
            id={`${id}${field}`}
            value={words[field]}
            maxLength={200}
            onChange={({ target }) => setWords((before) => ({ ...before, [field]: target.value }))}
          />
        </div>
      ))}
      <div className="act-form-end">
        <Button type="primary" htmlType="submit" disabled={wanted === undefined} loading={pending}>
          {say('listed.save')}
        </Button>
        <Button onClick={cancel}>{say('act.cancel')}</Button>
      </div>
    </form>
  );
}

/** Undefined while something is missing. */
function placeFrom(words: Words): WantedPlace | undefined {
  const [name, reason] = [words.name.trim(), words.reason.trim()];
  const place = placeOf(words.place);
  return name !== '' && reason !== '' && place !== undefined && 'circle' in place
    ? { name, reason, circle: place.circle }
    : undefined;
}
