import { Controller } from '@nestjs/common';
import { seesPeople } from '#libs/identity';
import { cursor, DomainError, type Cursor } from '#libs/kernel';
import { FeedView } from '#libs/store';
import type { AnswerOf, Asked } from '../http/asked.js';
import { Ask, Call } from '../http/call.js';

@Controller('api/v1')
export class FeedController {
  constructor(private readonly view: FeedView) {}

  /** What a console was told after a cursor: the same events in the same order as on the socket. */
  @Call('readFeed')
  async read(@Ask() { officer, query }: Asked<'readFeed'>): Promise<AnswerOf<'readFeed'>> {
    const { oldest, newest } = await this.view.bounds();
    const after = startOf(query.after, oldest, newest);
    const reader = { division: officer.division, seesPeople: seesPeople(officer.role) };
    const rows = await this.view.read(reader, after, newest, query.limit + 1);
    const items = rows.slice(0, query.limit).map(({ event }) => event);
    const more = rows.length > query.limit;
    return { items, cursor: more ? (items.at(-1)?.cursor ?? newest) : newest, more };
  }
}

function startOf(after: string | undefined, oldest: Cursor, newest: Cursor): Cursor {
  const beforeAll = BigInt(oldest) === 0n ? 0n : BigInt(oldest) - 1n;
  if (after === undefined) return cursor(String(beforeAll));
  if (BigInt(after) >= beforeAll && BigInt(after) <= BigInt(newest)) return cursor(after);
  const facts = { oldest: String(beforeAll), newest };
  throw new DomainError('cursor.too-old', 'Load everything anew and go on from the newest cursor', facts);
}
