import { instant, type SuperviseeId } from '#libs/kernel';
import { ClockJudge, clockOffset, unknownClock, type UplinkRecord } from '#libs/protocol';
import type { Observation } from '#libs/rules';
import type { Message, Sent } from './sent.js';

/** What the platform makes of messages before anybody judges them: each record once, with the word on its clock. */
export class Intake {
  private readonly known = new Set<number>();
  private readonly clock = new ClockJudge(unknownClock);

  constructor(
    private readonly superviseeId: SuperviseeId,
    private readonly deviceId: string,
  ) {}

  take({ records }: Message): Observation[] {
    const fresh = records.filter(({ said }) => !this.known.has(said.seq)).sort((a, b) => a.said.seq - b.said.seq);
    for (const { said } of fresh) this.known.add(said.seq);
    const judged = fresh.map((one) => {
      const record = this.read(one);
      return { record, wrong: this.clock.judge(record) };
    });
    // Only now is each offset measured by all that share it.
    return judged.map(({ record, wrong }): Observation => {
      const { boot: life, ...rest } = record;
      return { ...rest, life, superviseeId: this.superviseeId, clockOffset: wrong?.offset ?? null };
    });
  }

  private read({ said, receivedAt }: Sent): UplinkRecord {
    const at = instant(said.t);
    return {
      deviceId: this.deviceId,
      boot: 1,
      seq: said.seq,
      at,
      receivedAt,
      clockOffset: clockOffset(at, receivedAt),
      kind: said.k,
      lat: said.lat ?? null,
      lon: said.lon ?? null,
      accuracy: said.acc ?? null,
      source: said.src ?? null,
      speed: said.spd ?? null,
      heading: said.hdg ?? null,
      altitude: said.alt ?? null,
      satellites: said.sat ?? null,
      battery: said.bat ?? null,
      rssi: null,
      worn: said.worn ?? null,
      heartRate: null,
      crs: null,
      extra: null,
    };
  }
}
