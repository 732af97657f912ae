import { Injectable } from '@nestjs/common';
import type { SuperviseeId } from '#libs/kernel';
import { ArrivalReader, PostgresDatabase, type LatestFix, type StoredRecord } from '#libs/store';

export interface NewFix {
  readonly superviseeId: SuperviseeId;
  readonly fix: LatestFix;
}

/** The positions that wristbands have sent since the last look. */
@Injectable()
export class NewFixes {
  readonly #reader: ArrivalReader;
  #from = '0';

  constructor(db: PostgresDatabase) {
    this.#reader = new ArrivalReader(db);
  }

  /** From now on; whatever was stored before must be read elsewhere, afterwards. */
  async begin(): Promise<void> {
    this.#from = await this.#reader.now();
  }

  /** Hands each batch over as it is read: a storm of backlogs is never in memory as a whole. */
  async readOn(take: (fix: NewFix) => void): Promise<void> {
    for (let more = true; more;) {
      const arrivals = await this.#reader.read(this.#from);
      for (const record of arrivals.records) newFix(record).forEach(take);
      this.#from = arrivals.next;
      more = arrivals.more;
    }
  }
}

/** A device whose clock is not believed cannot say where somebody is now. */
function newFix({ superviseeId, at, receivedAt, lat, lon, accuracy, source, clockOffset }: StoredRecord): NewFix[] {
  if (lat === null || lon === null || clockOffset !== null) return [];
  return [{ superviseeId, fix: { at, receivedAt, lat, lon, accuracy, source } }];
}
