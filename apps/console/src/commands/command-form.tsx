import { Button, Input, InputNumber } from 'antd';
import { useId, useState, type ReactElement } from 'react';
import type { CommandName } from '#libs/protocol';
import type { WantedCommand } from './use-commands.js';
import { useText } from '../texts/use-text.js';

interface Props {
  readonly cmd: CommandName;
  /** The interval it reports at now. */
  readonly seconds: number;
  readonly pending: boolean;
  readonly send: (command: WantedCommand) => void;
  readonly cancel: () => void;
}

const MAX_SECONDS = 3_600;
const MAX_TEXT = 500;
const intervals = [10, 60, 300, 900] as const;

/** What the command needs, and a second press: the wearer will notice, or his whereabouts are asked for. */
export function CommandForm({ cmd, seconds, pending, send, cancel }: Props): ReactElement {
  const say = useText();
  const id = useId();
  const [words, setWords] = useState('');
  const [interval, setInterval] = useState<number | null>(seconds);
  const wanted = commandOf(cmd, words.trim(), interval);
  return (
    <form
      className="act-form"
      data-testid="command-form"
      onSubmit={(event) => {
        event.preventDefault();
        if (wanted !== undefined) send(wanted);
      }}
      onKeyDown={(event) => {
        if (event.key === 'Escape') cancel();
      }}
    >
      <p className="faded">{say(`commands.${cmd}.about`)}</p>
      {cmd === 'locate' && (
        <>
          <label htmlFor={`${id}purpose`}>{say('commands.purpose')}</label>
          <Input
            id={`${id}purpose`}
            autoFocus
            value={words}
            maxLength={MAX_TEXT}
            onChange={({ target }) => setWords(target.value)}
          />
        </>
      )}
      {cmd === 'message' && (
        <>
          <label htmlFor={`${id}text`}>{say('commands.text')}</label>
          <Input.TextArea
            id={`${id}text`}
            autoFocus
            rows={2}
            value={words}
            maxLength={MAX_TEXT}
            onChange={({ target }) => setWords(target.value)}
          />
        </>
      )}
      {cmd === 'interval' && (
        <>
          <label htmlFor={`${id}seconds`}>{say('commands.seconds')}</label>
          <InputNumber
            id={`${id}seconds`}
            autoFocus
            min={1}
            max={MAX_SECONDS}
            precision={0}
            value={interval}
            onChange={setInterval}
          />
          <div className="spans" role="group" aria-label={say('commands.seconds')}>
            {intervals.map((offered) => (
              <Button key={offered} size="small" onClick={() => setInterval(offered)}>
                {say('devices.intervalValue', { seconds: offered })}
              </Button>
            ))}
          </div>
        </>
      )}
      <div className="act-form-end">
        <Button
          type="primary"
          htmlType="submit"
          data-testid="command-send"
          autoFocus={cmd === 'vibrate'}
          disabled={wanted === undefined}
          loading={pending}
        >
          {say('commands.send')}
        </Button>
        <Button onClick={cancel}>{say('act.cancel')}</Button>
      </div>
    </form>
  );
}

/** Undefined while something is missing. Where somebody is, is asked for a purpose, as a track is. */
function commandOf(cmd: CommandName, words: string, seconds: number | null): WantedCommand | undefined {
  switch (cmd) {
    case 'locate':
      return words.length < 2 ? undefined : { cmd, purpose: words };
    case 'message':
      return words === '' ? undefined : { cmd, text: words };
    case 'interval':
      return seconds === null ? undefined : { cmd, seconds };
    case 'vibrate':
      return { cmd };
  }
}
