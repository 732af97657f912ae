import { useQuery } from '@tanstack/react-query';
import type { ReactElement } from 'react';
import { Link } from 'react-router';
import type { Supervisee } from '#libs/protocol';
import { answerOf, api } from '../api/client.js';
import { keys } from '../api/queries.js';
import { usePositions } from '../api/use-line.js';
import { Moment } from '../app/moment.js';
import { dateTime } from '../app/time.js';
import { useWatch } from '../app/watch.js';
import { Health } from '../devices/health.js';
import { useText } from '../texts/use-text.js';

/** Health is read again this often while it is on the screen: nothing announces it. */
const AGAIN_MS = 15_000;

export function DeviceOfPerson({ person }: { readonly person: Supervisee }): ReactElement {
  const say = useText();
  const { line } = useWatch();
  const live = usePositions(line).get(person.id);
  const { device } = person;
  const id = device?.id ?? '';
  const health = useQuery({
    queryKey: keys.device(id),
    enabled: device !== null,
    refetchInterval: AGAIN_MS,
    queryFn: () => answerOf(api.GET('/api/v1/devices/{id}', { params: { path: { id } } })),
  });
  if (!device)
    return (
      <section>
        <h3>{say('dossier.device')}</h3>
        <p>{say('dossier.noDevice')}</p>
      </section>
    );
  const received = latest(live?.receivedAt, device.lastReceivedAt, health.data?.lastReceivedAt);
  return (
    <section>
      <h3>{say('dossier.device')}</h3>
      <dl className="facts">
        <dt>
          <Link to={`/devices/${device.id}`}>{device.id}</Link>
        </dt>
        <dd>
          {say('dossier.interval', { seconds: device.intervalSeconds })} ·{' '}
          {say('dossier.deviceBound', { at: dateTime(device.boundFrom) })}
        </dd>
        <dt>{say('dossier.lastReceived')}</dt>
        <dd>{received === undefined ? say('devices.never') : <Moment at={received} />}</dd>
      </dl>
      {health.data && <Health health={health.data} />}
    </section>
  );
}

const latest = (...times: readonly (string | null | undefined)[]): string | undefined =>
  times
    .filter((time): time is string => typeof time === 'string')
    .sort((a, b) => Date.parse(a) - Date.parse(b))
    .at(-1);
