import { Injectable } from '@nestjs/common';
import {
  days,
  DomainError,
  instant,
  isoInShanghai,
  seconds,
  since,
  type Millis,
  type SuperviseeId,
} from '#libs/kernel';
import { fixSources, type Track } from '#libs/protocol';
import { policySchemas, unknownAccuracy, type Policy } from '#libs/rules';
import { act, PostgresDatabase, SuperviseeView, TrackView, writeJournal, type Database, type Span } from '#libs/store';
import type { TrackRecord } from '#libs/store';
import type { Asked } from '../http/asked.js';
import { found, invalidAt, type By } from '../http/by.js';
import { gapsOf } from './track-gaps.js';

/** A longer look is asked for in parts, each with its own purpose in the log. */
const LONGEST = days(31);

/** Looks at where a supervisee was. The look is in the audit log before anybody has seen anything. */
@Injectable()
export class TrackService {
  constructor(private readonly db: PostgresDatabase) {}

  async look(by: By, id: SuperviseeId, { from, to, purpose }: Asked<'getTrack'>['query']): Promise<Track> {
    if (purpose === undefined) {
      const errors = [{ pointer: '/purpose', detail: 'missing' }];
      throw new DomainError('track.purpose-missing', 'Say what you need it for', {}, undefined, errors);
    }
    const span = spanOf(from, to);
    return this.db.transaction(async (tx) => {
      const person = found(await new SuperviseeView(tx).find(id, by.officer.division, by.at), 'supervisee.not-found');
      const track = await this.#read(tx, by, id, person.division, span);
      const looked = { from: iso(span.from), to: iso(span.to), fixes: track.fixes.length };
      await writeJournal(tx, [
        act(by.at, {
          actor: `account:${by.officer.id}`,
          role: by.officer.role,
          action: 'track.viewed',
          subject: `supervisee:${id}`,
          division: person.division,
          purpose,
          detail: looked,
        }),
      ]);
      return track;
    });
  }

  async #read(tx: Database, by: By, id: SuperviseeId, division: string, asked: Span): Promise<Track> {
    const view = new TrackView(tx);
    const records = await view.records(id, asked);
    const policy = policySchemas['zone.exit'].parse(await view.policy('zone.exit', division, asked.to));
    const fixes = records.flatMap((record) => fixOf(record, policy));
    const known: Span = { from: asked.from, to: instant(Math.min(asked.to, by.at)) };
    if (known.to <= known.from) return { fixes, gaps: [] };
    const patience = await this.#patience(view, id, division, known);
    return { fixes, gaps: gapsOf(records, await view.coverage(id, known), known, patience) };
  }

  /** How long a wristband may say nothing before its silence is a gap: the same as before it is an alert. */
  async #patience(view: TrackView, id: SuperviseeId, division: string, span: Span): Promise<Millis> {
    const policy = policySchemas['device.silent'].parse(await view.policy('device.silent', division, span.to));
    const intervals = policy.intervals * (await view.intervalSeconds(id, span));
    return seconds(Math.max(intervals, policy.floorSeconds));
  }
}

function spanOf(from: string, to: string): Span {
  const span = { from: instant(Date.parse(from)), to: instant(Date.parse(to)) };
  if (span.to <= span.from) throw invalidAt('/to', 'must be after from');
  if (since(span.from, span.to) > LONGEST) throw invalidAt('/to', 'at most 31 days at once');
  return span;
}

function fixOf(record: TrackRecord, policy: Policy<'zone.exit'>): Track['fixes'] {
  if (record.position === null) return [];
  const because = ignoredBecause(record, policy);
  return [
    {
      seq: record.seq,
      at: isoInShanghai(record.at),
      receivedAt: isoInShanghai(record.receivedAt),
      ...record.position,
      accuracy: record.accuracy,
      source: fixSources.find((source) => source === record.source) ?? null,
      used: because === undefined,
      ...(because === undefined ? {} : { ignoredBecause: because }),
      ...(record.correctedAt === null ? {} : { correctedAt: isoInShanghai(record.correctedAt) }),
    },
  ];
}

/** In the words of the rules; whether a fix is too near a border to say anything depends on the zone, and is not told. */
function ignoredBecause(record: TrackRecord, policy: Policy<'zone.exit'>): 'clock' | 'accuracy' | undefined {
  if (!record.clockBelieved) return 'clock';
  const accuracy = record.accuracy ?? unknownAccuracy(record.source, policy);
  return accuracy > policy.maxAccuracyMetres ? 'accuracy' : undefined;
}

const iso = (at: Span['from']): string => new Date(at).toISOString();
