import { Injectable, Logger, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import { instant } from '#libs/kernel';
import { Hints } from '#libs/queue';
import { act, PositionView, PostgresDatabase, writeJournal } from '#libs/store';
import type { ConsoleConnection } from './console-connection.js';
import { NewFixes } from './new-fixes.js';
import { PositionBoard } from './position-board.js';
import { SingleFlight } from './single-flight.js';

/** How often each console is looked after; it is told at most once a second. */
const TELL_EVERY_MS = 250;
/** As often as we look when no hint comes. */
const LOOK_EVERY_MS = 1_000;
/** Orders that begin, and changes whose hint was lost, are noticed this late at most. */
const RELOAD_EVERY_MS = 60_000;
/** A console that is loaded again comes back sooner than this. */
const SLEEP_AFTER_MS = 30_000;

/**
 * Keeps the board of live positions up with what wristbands send, while somebody watches it: a nation's records are not
 * read for nobody.
 */
@Injectable()
export class PositionService implements OnModuleInit, OnModuleDestroy {
  readonly board = new PositionBoard();
  readonly #logger = new Logger('positions');
  readonly #timers: NodeJS.Timeout[] = [];
  readonly #noted = new WeakMap<ConsoleConnection, Promise<void>>();
  readonly #reload = new SingleFlight(() => this.#readWatched());
  readonly #look = new SingleFlight(() => this.#readOn());
  readonly #waking = new SingleFlight(() => this.#wake());
  #isAnybodyWatching: () => boolean = () => false;
  #tellConsoles: () => void = () => undefined;
  #awake = false;
  #watchedAt = 0;

  constructor(
    private readonly db: PostgresDatabase,
    private readonly view: PositionView,
    private readonly fixes: NewFixes,
    private readonly hints: Hints,
  ) {}

  onModuleInit(): void {
    this.hints.on('records-stored', () => this.#try(this.#look));
    this.hints.on('world-changed', () => this.#try(this.#reload));
    this.#timers.push(setInterval(() => this.#tellConsoles(), TELL_EVERY_MS));
    this.#timers.push(setInterval(() => this.#tick(), LOOK_EVERY_MS));
    this.#timers.push(setInterval(() => this.#try(this.#reload), RELOAD_EVERY_MS));
  }

  onModuleDestroy(): void {
    for (const timer of this.#timers) clearInterval(timer);
  }

  regularly(tellConsoles: () => void, isAnybodyWatching: () => boolean): void {
    this.#tellConsoles = tellConsoles;
    this.#isAnybodyWatching = isAnybodyWatching;
  }

  /** Resolves when the board can be shown. That somebody watches is in the audit log, once a connection, before that. */
  async beginWatching(connection: ConsoleConnection): Promise<void> {
    const noted = this.#noted.get(connection) ?? this.#note(connection);
    this.#noted.set(connection, noted);
    await noted;
    this.#watchedAt = Date.now();
    if (!this.#awake) await this.#waking.run();
  }

  /** What is stored from now on is read on; what was before is with those who are watched. */
  async #wake(): Promise<void> {
    if (this.#awake) return;
    await this.fixes.begin();
    await this.#readWatched();
    this.#awake = true;
  }

  async #note(connection: ConsoleConnection): Promise<void> {
    const { id, role, division } = connection.session.officer;
    const deed = { action: 'positions.watched', subject: `division:${division}`, division, purpose: null, detail: {} };
    const look = act(instant(Date.now()), { actor: `account:${id}`, role, ...deed });
    try {
      await this.db.transaction((tx) => writeJournal(tx, [look]));
    } catch (error) {
      this.#noted.delete(connection); // the next look is noted, or sees nothing either
      throw error;
    }
  }

  #tick(): void {
    const now = instant(Date.now());
    if (this.#isAnybodyWatching()) this.#watchedAt = now;
    this.#awake &&= now - this.#watchedAt < SLEEP_AFTER_MS;
    this.board.expire(now);
    this.#try(this.#look);
  }

  async #readWatched(): Promise<void> {
    this.board.replace(await this.view.watched(instant(Date.now())));
  }

  async #readOn(): Promise<void> {
    await this.fixes.readOn(({ superviseeId, fix }) => this.board.move(superviseeId, fix));
  }

  #try(work: SingleFlight): void {
    if (!this.#awake) return;
    work.run().catch((error: unknown) => {
      this.#logger.error('positions cannot be read', { error: error instanceof Error ? error.message : String(error) });
    });
  }
}
