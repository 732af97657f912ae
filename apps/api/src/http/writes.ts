import { Injectable } from '@nestjs/common';
import type { Act } from '#libs/audit';
import type { Officer } from '#libs/identity';
import { DomainError } from '#libs/kernel';
import { endpoints } from '#libs/protocol';
import { Hints, type HintTopic } from '#libs/queue';
import {
  act,
  IdempotencyStore,
  PostgresDatabase,
  WorldChangeStore,
  writeJournal,
  type Database,
  type FeedNotice,
  type WorldChange,
} from '#libs/store';
import type { AnswerOf, Asked, EndpointName } from './asked.js';
import { digestOf, keyHashOf, openAnswer, sealAnswer } from './sealed-answer.js';

/** What an officer did, less what every act of his has in common. */
export type Deed = Omit<Act, 'at' | 'actor' | 'role' | 'purpose'> & { readonly purpose?: string | null };

/** What a piece of work comes to: the answer, and everything that has to be written down with it. */
export interface Done<Answer> {
  readonly answer: Answer;
  readonly deeds: readonly Deed[];
  readonly notices?: readonly FeedNotice[];
  /** What rules look at was changed. */
  readonly changes?: readonly WorldChange[];
  /** Whom else to wake. */
  readonly hints?: readonly HintTopic[];
}

type ByOfficer<Name extends EndpointName> = Asked<Name> & { readonly officer: Officer };

/**
 * The one way in which an officer's request changes anything: the work, its audit entries, its feed events and the
 * remembered answer are one transaction. A crash before the commit leaves nothing, and the request may be sent again;
 * a crash after it leaves all, and the same `Idempotency-Key` is answered with the first answer.
 */
@Injectable()
export class Writes {
  constructor(
    private readonly db: PostgresDatabase,
    private readonly hints: Hints,
  ) {}

  async once<Name extends EndpointName>(
    asked: ByOfficer<Name>,
    work: (tx: Database) => Promise<Done<AnswerOf<Name>>>,
  ): Promise<AnswerOf<Name>> {
    const { answer, told } = await this.db.transaction(async (tx) => {
      const earlier = await this.#earlierAnswer(tx, asked);
      if (earlier !== undefined) return { answer: earlier.answer as AnswerOf<Name>, told: [] };
      const done = await work(tx);
      await this.#remember(tx, asked, done.answer);
      await new WorldChangeStore(tx).add(done.changes ?? [], asked.at);
      if (done.deeds.length + (done.notices?.length ?? 0) > 0) {
        await writeJournal(tx, actsOf(asked, done.deeds), done.notices);
      }
      return { answer: done.answer, told: hintsOf(done) };
    });
    for (const topic of told) this.hints.tell(topic);
    return answer;
  }

  /**
   * Takes the key for this request, or gives what was answered under it. Two requests with one key at the same time
   * wait for each other here, on the unique index.
   */
  async #earlierAnswer<Name extends EndpointName>(
    tx: Database,
    asked: ByOfficer<Name>,
  ): Promise<{ answer: unknown } | undefined> {
    if (asked.key === undefined) return undefined;
    const store = new IdempotencyStore(tx);
    const keyHash = keyHashOf(asked.officer.id, asked.key);
    const requestHash = requestHashOf(asked, asked.key);
    if (await store.take(asked.officer.id, keyHash, requestHash, asked.at)) return undefined;
    const row = await store.read(asked.officer.id, keyHash);
    if (!row.requestHash.equals(requestHash)) {
      throw new DomainError('request.repeated-differently', 'This Idempotency-Key was used for another request');
    }
    return { answer: openAnswer(asked.key, row.answer) };
  }

  async #remember<Name extends EndpointName>(tx: Database, asked: ByOfficer<Name>, answer: unknown): Promise<void> {
    if (asked.key === undefined) return;
    const keyHash = keyHashOf(asked.officer.id, asked.key);
    await new IdempotencyStore(tx).keep(asked.officer.id, keyHash, sealAnswer(asked.key, answer));
  }
}

function actsOf(asked: { at: Asked<'me'>['at']; officer: Officer }, deeds: readonly Deed[]): Act[] {
  const who = { actor: `account:${asked.officer.id}`, role: asked.officer.role } as const;
  return deeds.map((deed) => act(asked.at, { ...who, purpose: null, ...deed }));
}

/** With the key in it, which is not stored: a password in the body could be guessed from a plain hash. */
function requestHashOf<Name extends EndpointName>({ call, params, query, body }: Asked<Name>, key: string): Buffer {
  const { method, path } = endpoints[call];
  return digestOf(JSON.stringify([key, method, path, params, query, body]));
}

function hintsOf(done: Done<unknown>): HintTopic[] {
  return [
    ...(done.hints ?? []),
    ...((done.notices?.length ?? 0) > 0 ? (['feed-grown'] as const) : []),
    ...((done.changes?.length ?? 0) > 0 ? (['world-changed'] as const) : []),
  ];
}
