import { Button, Input } from 'antd';
import { useId, useState, type ReactElement } from 'react';
import { useText } from '../texts/use-text.js';
import { placeOf } from './leave-place.js';

type Circle = { readonly lat: number; readonly lon: number; readonly radius: number };
export type WantedContact =
  | {
      kind: 'protected_person';
      designation: string;
      personName: string;
      placeName: string;
      circle: Circle;
      buffer: number;
      basis: string;
    }
  | { kind: 'co_offender'; superviseeId: string; basis: string };
interface Props {
  readonly pending: boolean;
  readonly save: (contact: WantedContact) => void;
  readonly cancel: () => void;
}

/** A protected person as the decision says: what alerts call them, who they are, and where they are to be safe. */
export function ProtectedPersonForm(props: Props): ReactElement {
  const say = useText();
  return (
    <Fields
      {...props}
      names={['designation', 'personName', 'placeName', 'place', 'buffer', 'basis']}
      first={{ buffer: '200' }}
      note={say('keepAway.note')}
      wanted={protectedPersonOf}
    />
  );
}

export const CoOffenderForm = (props: Props): ReactElement => (
  <Fields {...props} names={['other', 'basis']} first={{}} note={null} wanted={coOffenderOf} />
);

type Name = 'designation' | 'personName' | 'placeName' | 'place' | 'buffer' | 'basis' | 'other';
type Words = Readonly<Partial<Record<Name, string>>>;
interface FieldsProps extends Props {
  readonly names: readonly Name[];
  readonly first: Words;
  readonly note: string | null;
  /** Undefined while something is missing. */
  readonly wanted: (words: Words) => WantedContact | undefined;
}

function Fields({ names, first, note, wanted, pending, save, cancel }: FieldsProps): ReactElement {
  const say = useText();
  const id = useId();
  const [words, setWords] = useState<Words>(first);
  const contact = wanted(words);
  return (
    <form
      className="act-form"
      data-testid="keep-away-form"
      onSubmit={(event) => {
        event.preventDefault();
        if (contact !== undefined) save(contact);
      }}
    >
      {names.map((name) => (
        <div key={name}>
          <label htmlFor={`${id}${name}`}>{say(`keepAway.${name}`)}</label>
          <Input
            id={`${id}${name}`}
            value={words[name] ?? ''}
            maxLength={name === 'designation' ? 60 : 200}
            onChange={({ target }) => setWords((before) => ({ ...before, [name]: target.value }))}
          />
        </div>
      ))}
      {note !== null && <p className="faded">{note}</p>}
      <div className="act-form-end">
        <Button type="primary" htmlType="submit" disabled={contact === undefined} loading={pending}>
          {say('keepAway.save')}
        </Button>
        <Button onClick={cancel}>{say('act.cancel')}</Button>
      </div>
    </form>
  );
}

function protectedPersonOf(words: Words): WantedContact | undefined {
  const { designation = '', personName = '', placeName = '', basis = '' } = trimmed(words);
  const place = placeOf(words.place ?? '');
  const buffer = Number(words.buffer?.trim() || Number.NaN);
  if (designation === '' || personName === '' || placeName === '' || basis === '') return undefined;
  if (place === undefined || !('circle' in place) || !(buffer >= 0 && buffer <= 50_000)) return undefined;
  return { kind: 'protected_person', designation, personName, placeName, circle: place.circle, buffer, basis };
}

function coOffenderOf(words: Words): WantedContact | undefined {
  const { other = '', basis = '' } = trimmed(words);
  return /^\d{1,19}$/.test(other) && basis !== '' ? { kind: 'co_offender', superviseeId: other, basis } : undefined;
}

const trimmed = (words: Words): Words =>
  Object.fromEntries(Object.entries(words).map(([name, text]) => [name, text.trim()]));
