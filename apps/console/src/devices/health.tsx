import type { ReactElement } from 'react';
import type { DeviceHealth } from '#libs/protocol';
import { dateTime } from '../app/time.js';
import { ClockOffset } from './clock-offset.js';
import { useText, wordFor } from '../texts/use-text.js';

/** What a wristband has delivered, what is missing, and what was not accepted. */
export function Health({ health }: { readonly health: DeviceHealth }): ReactElement {
  const say = useText();
  const battery = health.batteryPercent;
  return (
    <>
      <dl className="facts">
        <dt>{say('dossier.battery')}</dt>
        <dd>{battery === null ? say('age.unknown') : `${battery}%`}</dd>
        {health.streams.map((stream) => (
          <Stream key={stream.life} stream={stream} />
        ))}
        <dt>{say('devices.records')}</dt>
        <dd>{health.records}</dd>
      </dl>
      <ClockOffset seconds={health.clockOffsetSeconds} />
      {health.sealed > 0 && <p>{say('dossier.sealed', { count: health.sealed })}</p>}
      {health.quarantined > 0 && <p className="over">{say('dossier.quarantined', { count: health.quarantined })}</p>}
      {health.holes.length > 0 && (
        <section>
          <h4>{say('devices.holes')}</h4>
          <ul className="log" data-testid="device-holes">
            {health.holes.map((hole) => (
              <li key={`${hole.life} ${hole.from} ${hole.state}`}>
                {dateTime(hole.foundAt)} {say(`devices.hole.${hole.state}`, { from: hole.from, to: hole.to })}
                <p className="note">
                  {say('devices.stream', { boot: bootOf(health, hole.life) })} ·{' '}
                  {say('devices.hole.asked', { count: hole.asked })}
                  {hole.closedAt !== null && <> · {dateTime(hole.closedAt)}</>}
                </p>
              </li>
            ))}
          </ul>
        </section>
      )}
      {health.refusals.length > 0 && (
        <section>
          <h4>{say('devices.refusals')}</h4>
          <ul className="log">
            {health.refusals.map((refusal) => (
              <li key={`${refusal.at} ${refusal.reason}`}>
                {dateTime(refusal.at)} {wordFor(say, 'refusal', refusal.reason)} ·{' '}
                {say('devices.copies', { count: refusal.copies })}
                <p className="note">{refusal.detail}</p>
              </li>
            ))}
          </ul>
        </section>
      )}
      {health.quarantine.length > 0 && (
        <section>
          <h4>{say('devices.quarantine')}</h4>
          <ul className="log">
            {health.quarantine.map((message) => (
              <li key={`${message.receivedAt} ${message.detail}`}>
                {dateTime(message.receivedAt)} {wordFor(say, 'rejection', message.reason)} ·{' '}
                {say('devices.copies', { count: message.copies })}
                <p className="note">{message.detail}</p>
              </li>
            ))}
          </ul>
        </section>
      )}
    </>
  );
}

/** What the wristband calls a life of its memory; what has not been counted yet is not in the list. */
const bootOf = ({ streams }: DeviceHealth, life: number): number | string =>
  streams.find((stream) => stream.life === life)?.boot ?? '–';

function Stream({ stream }: { readonly stream: DeviceHealth['streams'][number] }): ReactElement {
  const say = useText();
  return (
    <>
      <dt>{say('devices.stream', { boot: stream.boot })}</dt>
      <dd>
        {say('dossier.ack', { ack: stream.ack, newest: stream.newestSeq })} ·{' '}
        {stream.gaps.length === 0 ? say('dossier.noGaps') : say('dossier.gaps')}
        {stream.gaps.map((gap) => (
          <div key={gap.from} className={gap.state === 'gone' ? 'over' : ''}>
            {say(`dossier.gap.${gap.state}`, { from: gap.from, to: gap.to })}
          </div>
        ))}
      </dd>
    </>
  );
}
