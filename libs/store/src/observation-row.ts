import { instant, superviseeId, type Millis } from '#libs/kernel';
import type { Observation } from '#libs/rules';
import { degreesOrNull } from './degrees.js';

/** The columns of read_arrivals.sql and read_lane_records.sql from the supervisee on, as text. */
export type ObservationRow = readonly (string | null)[];

/** Read by hand, column by column: it runs for every record. */
export function readObservation(row: ObservationRow, first: number): Observation {
  return {
    superviseeId: superviseeId(row[first] ?? ''),
    deviceId: row[first + 1] ?? '',
    life: Number(row[first + 2]),
    seq: Number(row[first + 3]),
    at: instant(Number(row[first + 4])),
    receivedAt: instant(Number(row[first + 5])),
    clockOffset: numberOf(row[first + 6]) as Millis | null,
    kind: row[first + 7] ?? '',
    lat: degreesOrNull(numberOf(row[first + 8])),
    lon: degreesOrNull(numberOf(row[first + 9])),
    accuracy: numberOf(row[first + 10]),
    source: row[first + 11] ?? null,
    speed: numberOf(row[first + 12]),
    satellites: numberOf(row[first + 13]),
    battery: numberOf(row[first + 14]),
    worn: row[first + 15] == null ? null : row[first + 15] === 't',
  };
}

const numberOf = (text: string | null | undefined): number | null => (text == null ? null : Number(text));
