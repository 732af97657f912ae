import type { ReactElement } from 'react';
import type { Command } from '#libs/protocol';
import { useNow } from '../app/clock.js';
import { dateTime, shortTime, stopwatch } from '../app/time.js';
import { useText } from '../texts/use-text.js';
import { progressOf } from './command-list.js';

const marks = { queued: '◌', sent: '◔', done: '●', failed: '✕', expired: '✕' } as const;

export function CommandLog({ commands }: { readonly commands: readonly Command[] }): ReactElement {
  const say = useText();
  if (commands.length === 0) return <p className="faded">{say('commands.none')}</p>;
  return (
    <ol className="log" aria-label={say('commands.title')} data-testid="command-log">
      {commands.map((command) => (
        <Line key={command.id} command={command} />
      ))}
    </ol>
  );
}

function Line({ command }: { readonly command: Command }): ReactElement {
  const say = useText();
  const now = useNow();
  const { state, leftMs } = progressOf(command, now);
  const { cmd, seconds, text, purpose, requestedBy, requestedAt, endedAt, answeredAt, late, detail } = command;
  const bad = state === 'failed' || state === 'expired';
  return (
    <li data-command-id={command.id} data-cmd={cmd} data-state={state}>
      <b>{say(`command.${cmd}`)}</b>
      {seconds !== null && ` ${say('devices.intervalValue', { seconds })}`}{' '}
      <span className={bad ? 'over' : ''}>
        {marks[state]} {say(`commandState.${state}`)}
      </span>
      {leftMs !== undefined && (
        <span className="faded"> {say('commands.left', { left: stopwatch(leftMs) ?? '' })}</span>
      )}
      {state === 'done' && endedAt !== null && (
        <span className="faded">
          {' '}
          {say('commands.took', { seconds: Math.round((Date.parse(endedAt) - Date.parse(requestedAt)) / 1_000) })}
        </span>
      )}
      <div className="faded">
        {dateTime(requestedAt)} · {requestedBy.name}
        {purpose !== null && ` · ${purpose}`}
      </div>
      {text !== null && <p className="note">{text}</p>}
      {state === 'expired' && command.sentAt === null && <div className="faded">{say('commands.unsent')}</div>}
      {late && answeredAt !== null && <div>{say('commands.late', { at: shortTime(answeredAt, now) })}</div>}
      {detail !== null && <p className="note">{detail}</p>}
    </li>
  );
}
