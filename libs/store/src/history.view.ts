import { after, days, instant, type Instant, type Millis, type SuperviseeId } from '#libs/kernel';
import type { Observation } from '#libs/rules';
import { bigints, doubles, reals, times } from './array-bytes.js';
import { degreesOrNull } from './degrees.js';
import { statement, type Database } from './statement.js';

type Lists = 'life' | 'seq' | 'at' | 'received_at' | 'clock_offset_ms' | 'lat' | 'lon' | 'accuracy' | 'speed';
type Columns = Readonly<
  Record<Lists | 'satellites' | 'battery', Buffer | null> &
    Record<'device_id' | 'kind' | 'source' | 'worn', string | null>
>;
const readHistory = statement<Columns>('read_history');

/** So much is read at once: whoever reads it has other things to do, too. */
const PART = days(3);

/** What rules see of somebody's stored records. */
export class HistoryView {
  constructor(private readonly db: Database) {}

  /** Part after part; within a part in no particular order. */
  async *parts(id: SuperviseeId, from: Instant, to: Instant): AsyncGenerator<Observation[]> {
    for (let begin = from; begin < to; begin = after(begin, PART)) {
      yield this.records(id, begin, instant(Math.min(to, after(begin, PART))));
    }
  }

  /** In no particular order. */
  async records(id: SuperviseeId, from: Instant, to: Instant): Promise<Observation[]> {
    const [columns] = await readHistory(this.db, id, new Date(from), new Date(to));
    return columns === undefined ? [] : observationsOf(id, columns);
  }
}

/** By index, as in `track.view.ts`: nothing is taken apart. */
function observationsOf(superviseeId: SuperviseeId, columns: Columns): Observation[] {
  const [lives, seqs, offsets] = [bigints(columns.life), bigints(columns.seq), bigints(columns.clock_offset_ms)];
  const [said, received] = [times(columns.at), times(columns.received_at)];
  const [lats, lons] = [doubles(columns.lat), doubles(columns.lon)];
  const [accuracies, speeds, batteries] = [reals(columns.accuracy), reals(columns.speed), reals(columns.battery)];
  const satellites = bigints(columns.satellites);
  const [devices, kinds] = [linesOf(columns.device_id), linesOf(columns.kind)];
  const [sources, worn] = [linesOf(columns.source), linesOf(columns.worn)];
  return seqs.map((seq, index) => ({
    superviseeId,
    deviceId: devices[index] ?? '',
    life: lives[index] ?? 0,
    seq: seq ?? NaN,
    at: instant(said[index] ?? NaN),
    receivedAt: instant(received[index] ?? NaN),
    clockOffset: (offsets[index] ?? null) as Millis | null,
    kind: kinds[index] ?? '',
    lat: degreesOrNull(lats[index] ?? null),
    lon: degreesOrNull(lons[index] ?? null),
    accuracy: accuracies[index] ?? null,
    source: sources[index] || null,
    speed: speeds[index] ?? null,
    satellites: satellites[index] ?? null,
    battery: batteries[index] ?? null,
    worn: worn[index] === 't' ? true : worn[index] === 'f' ? false : null,
  }));
}

const linesOf = (text: string | null): string[] => text?.split('\n') ?? [];
