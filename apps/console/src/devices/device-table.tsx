import type { ReactElement } from 'react';
import { Link } from 'react-router';
import type { Device } from '#libs/protocol';
import { useDivisions } from '../api/queries.js';
import { Moment } from '../app/moment.js';
import { useNow } from '../app/clock.js';
import { divisionName } from '../app/place-name.js';
import { usePreferences } from '../app/preferences.js';
import type { TextKey } from '../texts/catalogue.js';
import { ClockOffset } from './clock-offset.js';
import { useText } from '../texts/use-text.js';

const columns: readonly TextKey[] = [
  'devices.id',
  'devices.state',
  'devices.silentFor',
  'devices.link',
  'devices.battery',
  'devices.interval',
  'devices.bound',
  'devices.division',
  'devices.model',
];

/** Intervals without data after which a wristband is no longer on time. */
const LATE_INTERVALS = 3;

export function DeviceTable(props: {
  readonly devices: readonly Device[];
  readonly selected: string | undefined;
}): ReactElement {
  const say = useText();
  const now = useNow();
  return (
    <table className="grid grid-page" data-testid="devices">
      <thead>
        <tr>
          {columns.map((key) => (
            <th key={key} scope="col">
              {say(key)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {props.devices.map((device) => (
          <Row key={device.id} {...{ device, now }} selected={device.id === props.selected} />
        ))}
      </tbody>
    </table>
  );
}

interface RowProps {
  readonly device: Device;
  readonly now: number;
  readonly selected: boolean;
}

function Row({ device, now, selected }: RowProps): ReactElement {
  const say = useText();
  const { language } = usePreferences();
  const divisions = useDivisions().data ?? [];
  const { lastReceivedAt: last, online, batteryPercent: battery } = device;
  const late = last === null || now - Date.parse(last) > LATE_INTERVALS * device.intervalSeconds * 1_000;
  // One that nobody wears may lie in a drawer: late is a state only of a bound one.
  const worn = device.superviseeId !== null;
  return (
    <tr data-device-id={device.id} aria-selected={selected}>
      <th scope="row">
        <Link to={`/devices/${device.id}`}>{device.id}</Link>
      </th>
      <td className={late && worn ? 'over' : ''}>
        {worn ? (late ? `○ ${say('devices.late')}` : `● ${say('devices.onTime')}`) : '–'}
      </td>
      <td>{last === null ? say('devices.never') : <Moment at={last} />}</td>
      <td>
        {online === null ? say('devices.onlineUnknown') : say(online ? 'devices.online' : 'devices.offline')}
        <ClockOffset seconds={device.clockOffsetSeconds} />
      </td>
      <td className="number">{battery === null ? say('age.unknown') : `${battery}%`}</td>
      <td className="number">{say('devices.intervalValue', { seconds: device.intervalSeconds })}</td>
      <td>{say(worn ? 'devices.isBound' : 'devices.unbound')}</td>
      <td>{divisionName(divisions, device.division, language)}</td>
      <td>{device.model ?? '–'}</td>
    </tr>
  );
}
