import { Injectable } from '@nestjs/common';
import { DomainError, hours, instant, isoInShanghai, since } from '#libs/kernel';
import type { Near } from '#libs/protocol';
import { act, NearbyView, PostgresDatabase, writeJournal, type Span } from '#libs/store';
import type { Asked } from '../http/asked.js';
import { invalidAt, type By } from '../http/by.js';

/** A longer search is asked for in parts, each with its own purpose in the log. */
const LONGEST = hours(6);
const AT_MOST = 500;

/** Looks for who was near a place. The search is in the audit log, for each who was found, before anybody has seen anything. */
@Injectable()
export class NearbyService {
  constructor(private readonly db: PostgresDatabase) {}

  async search(by: By, { from, to, purpose, ...place }: Asked<'listNearby'>['query']): Promise<Near[]> {
    if (purpose === undefined) {
      const errors = [{ pointer: '/purpose', detail: 'missing' }];
      throw new DomainError('track.purpose-missing', 'Say what you need it for', {}, undefined, errors);
    }
    const span = spanOf(from, to);
    return this.db.transaction(async (tx) => {
      const found = await new NearbyView(tx).near(place, span, by.officer.division, AT_MOST);
      const { lat, lon, metres } = place;
      const asked = {
        lat: lat.toFixed(6),
        lon: lon.toFixed(6),
        metres,
        from: isoInShanghai(span.from),
        to: isoInShanghai(span.to),
      };
      const who = { actor: `account:${by.officer.id}`, role: by.officer.role, purpose } as const;
      const { division } = by.officer;
      await writeJournal(tx, [
        act(by.at, {
          ...{ ...who, action: 'nearby.searched', subject: `division:${division}`, division },
          detail: { ...asked, found: found.length },
        }),
        ...found.map((one) =>
          act(by.at, {
            ...{ ...who, action: 'nearby.found', subject: `supervisee:${one.superviseeId}`, division: one.division },
            detail: asked,
          }),
        ),
      ]);
      return found.map((one) => ({
        ...one,
        metres: Math.round(one.metres * 10) / 10,
        firstAt: isoInShanghai(one.firstAt),
        lastAt: isoInShanghai(one.lastAt),
        nearestAt: isoInShanghai(one.nearestAt),
      }));
    });
  }
}

function spanOf(from: string, to: string): Span {
  const span = { from: instant(Date.parse(from)), to: instant(Date.parse(to)) };
  if (span.to <= span.from) throw invalidAt('/to', 'must be after from');
  if (since(span.from, span.to) > LONGEST) throw invalidAt('/to', 'at most 6 hours at once');
  return span;
}
