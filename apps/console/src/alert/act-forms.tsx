import { Button, Input, Radio } from 'antd';
import { useId, useState, type ReactElement, type ReactNode } from 'react';
import type { contactResults, contactWays, resolutionCodes } from '#libs/protocol';
import type { Act } from '../api/acts.js';
import { useText } from '../texts/use-text.js';

type Code = (typeof resolutionCodes)[number];
const codes = ['true', 'false', 'technical', 'permitted', 'other'] as const satisfies readonly Code[];

interface Props {
  readonly send: (act: Act) => void;
  readonly cancel: () => void;
  readonly pending: boolean;
}

export function NoteForm({ send, cancel, pending }: Props): ReactElement {
  const say = useText();
  const [note, setNote] = useState('');
  return (
    <Frame
      submit={() => note.trim() !== '' && send({ act: 'note', note: note.trim() })}
      words={say('act.note.save')}
      {...{ cancel, pending }}
    >
      <Words label={say('act.note.label')} value={note} change={setNote} first />
    </Frame>
  );
}

export function EscalateForm({ send, cancel, pending }: Props): ReactElement {
  const say = useText();
  const [note, setNote] = useState('');
  return (
    <Frame
      submit={() => send({ act: 'escalate', note: note.trim() })}
      words={say('act.escalate.save')}
      {...{ cancel, pending }}
    >
      <Words label={say('act.escalate.note')} value={note} change={setNote} first />
    </Frame>
  );
}

export function ResolveForm({ send, cancel, pending }: Props): ReactElement {
  const say = useText();
  const [code, setCode] = useState<Code>();
  const [note, setNote] = useState('');
  const wordless = code === 'other' && note.trim() === '';
  return (
    <Frame
      submit={() => code !== undefined && !wordless && send({ act: 'resolve', code, note: note.trim() })}
      ready={code !== undefined && !wordless}
      words={say('act.resolve.save')}
      {...{ cancel, pending }}
    >
      <Radio.Group
        className="codes"
        aria-label={say('act.resolve.code')}
        value={code}
        onChange={({ target }) => setCode(target.value as Code)}
      >
        {codes.map((offered, index) => (
          <Radio key={offered} value={offered} autoFocus={index === 0}>
            {say(`resolution.${offered}`)}
          </Radio>
        ))}
      </Radio.Group>
      <Words label={say('act.resolve.note')} value={note} change={setNote} />
      {wordless && <p role="alert">{say('act.resolve.noteNeeded')}</p>}
    </Frame>
  );
}

type Way = (typeof contactWays)[number];
type Result = (typeof contactResults)[number];
const ways = ['call', 'message', 'visit', 'other'] as const satisfies readonly Way[];
const results = ['reached', 'no_answer', 'unreachable', 'refused'] as const satisfies readonly Result[];

/** How somebody was tried to be reached, and what came of it. */
export function ContactForm({ send, cancel, pending }: Props): ReactElement {
  const say = useText();
  const [way, setWay] = useState<Way>('call');
  const [result, setResult] = useState<Result>();
  const [note, setNote] = useState('');
  return (
    <Frame
      submit={() => result !== undefined && send({ act: 'contact', way, result, note: note.trim() })}
      ready={result !== undefined}
      words={say('act.contact.save')}
      {...{ cancel, pending }}
    >
      <Radio.Group
        className="codes"
        aria-label={say('act.contact.way')}
        value={way}
        onChange={({ target }) => setWay(target.value as Way)}
        options={ways.map((value) => ({ value, label: say(`contact.${value}`) }))}
      />
      <Radio.Group
        className="codes"
        aria-label={say('act.contact.result')}
        value={result}
        onChange={({ target }) => setResult(target.value as Result)}
        options={results.map((value) => ({ value, label: say(`contactResult.${value}`) }))}
      />
      <Words label={say('act.contact.note')} value={note} change={setNote} />
    </Frame>
  );
}

interface FrameProps {
  readonly submit: () => unknown;
  readonly cancel: () => void;
  readonly pending: boolean;
  readonly ready?: boolean;
  readonly words: string;
  readonly children: ReactNode;
}

function Frame({ submit, cancel, pending, ready = true, words, children }: FrameProps): ReactElement {
  const say = useText();
  return (
    <form
      className="act-form"
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
      onKeyDown={(event) => {
        if (event.key === 'Escape') cancel();
      }}
    >
      {children}
      <div className="act-form-end">
        <Button type="primary" htmlType="submit" disabled={!ready} loading={pending}>
          {words}
        </Button>
        <Button onClick={cancel}>{say('act.cancel')}</Button>
      </div>
    </form>
  );
}

interface WordsProps {
  readonly label: string;
  readonly value: string;
  readonly change: (value: string) => void;
  readonly first?: boolean;
}

function Words({ label, value, change, first = false }: WordsProps): ReactElement {
  const id = useId();
  return (
    <>
      <label htmlFor={id}>{label}</label>
      <Input.TextArea
        id={id}
        rows={2}
        maxLength={4_000}
        value={value}
        autoFocus={first}
        onChange={({ target }) => change(target.value)}
      />
    </>
  );
}
