import { wgs84, type Wgs84 } from '#libs/geo';

/** A recorded position. Times may be missing, or nonsense: that is what recordings are like. */
export interface TrackPoint {
  readonly at: Wgs84;
  /** Epoch milliseconds, as the file has it. */
  readonly time?: number;
  readonly accuracy?: number;
  readonly altitude?: number;
  readonly speed?: number;
  readonly satellites?: number;
}

/** Metres of error for each unit of dilution: what a simple receiver achieves under open sky. */
const METRES_PER_HDOP = 5;

/** From the texts of a file's fields; a point without a position is none. */
export function pointOf(fields: Readonly<Record<string, string | undefined>>): TrackPoint | undefined {
  const number = (name: string): number | undefined => {
    const text = fields[name];
    return text === undefined || text.trim() === '' || Number.isNaN(Number(text)) ? undefined : Number(text);
  };
  const [lat, lon] = [number('lat'), number('lon')];
  if (lat === undefined || lon === undefined || Math.abs(lat) > 90 || Math.abs(lon) > 180) return undefined;
  const [time, altitude, speed, satellites, hdop] = [
    timeOf(fields['time']),
    number('alt'),
    number('speed'),
    number('sat'),
    number('hdop'),
  ];
  const accuracy = number('acc') ?? (hdop === undefined ? undefined : Math.round(hdop * METRES_PER_HDOP * 10) / 10);
  return {
    at: wgs84(lat, lon),
    ...(time !== undefined && { time }),
    ...(accuracy !== undefined && accuracy > 0 && { accuracy }),
    ...(altitude !== undefined && { altitude }),
    ...(speed !== undefined && speed >= 0 && { speed }),
    ...(satellites !== undefined && { satellites }),
  };
}

/** ISO 8601, or seconds or milliseconds since the epoch. */
function timeOf(text: string | undefined): number | undefined {
  const given = text?.trim() ?? '';
  if (given === '') return undefined;
  const number = Number(given);
  // Below this, milliseconds would be in the first hours of 1970 to 1973, and seconds are far likelier.
  const parsed = Number.isNaN(number) ? Date.parse(given) : Math.abs(number) < 1e11 ? number * 1_000 : number;
  return Number.isNaN(parsed) ? undefined : Math.round(parsed);
}

/** Where a recording has no usable time, a point is taken every second. */
const ASSUMED_STEP = 1_000;

/** Milliseconds after the first at which each point comes. Time that stands still or runs backwards moves on by a second. */
export function schedule(points: readonly TrackPoint[]): number[] {
  let offset = 0;
  let last: number | undefined;
  return points.map(({ time }, index) => {
    const step = time !== undefined && last !== undefined && time > last ? time - last : ASSUMED_STEP;
    last = time ?? last;
    return (offset += index === 0 ? 0 : step);
  });
}
