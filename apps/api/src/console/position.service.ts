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

/** Keeps the board of live positions up with what wristbands send. */
@Injectable()
export class PositionService implements OnModuleInit, OnModuleDestroy {
  readonly board = new PositionBoard();
  readonly #logger = new Logger('positions');
  readonly #timers: NodeJS.Timeout[] = [];
  readonly #noted = new WeakMap<ConsoleConnection, Promise<void>>();
  readonly #reload = new SingleFlight(() => this.#readWatched());
  readonly #look = new SingleFlight(() => this.#readOn());
  #tellConsoles: () => void = () => undefined;

  constructor(
    private readonly db: PostgresDatabase,
    private readonly view: PositionView,
    private readonly fixes: NewFixes,
    private readonly hints: Hints,
  ) {}

  async onModuleInit(): Promise<void> {
    await this.fixes.begin();
    await this.#reload.run();
    this.hints.on('records-stored', () => this.#try(this.#look));
    this.hints.on('world-changed', () => this.#try(this.#reload));
    this.#timers.push(setInterval(() => this.#tellConsoles(), TELL_EVERY_MS));
    this.#timers.push(setInterval(() => this.#tick(), LOOK_EVERY_MS));
    this.#timers.push(setInterval(() => this.#try(this.#reload), RELOAD_EVERY_MS));
  }

  onModuleDestroy(): void {
    for (const timer of this.#timers) clearInterval(timer);
  }

  regularly(tellConsoles: () => void): void {
    this.#tellConsoles = tellConsoles;
  }

  /** That somebody watches the map is in the audit log, once a connection, before he sees anything. */
  noteWatching(connection: ConsoleConnection): Promise<void> {
    const noted = this.#noted.get(connection) ?? this.#note(connection);
    this.#noted.set(connection, noted);
    return noted;
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
    this.board.expire(instant(Date.now()));
    this.#try(this.#look);
  }

  async #readWatched(): Promise<void> {
    this.board.replace(await this.view.watched(instant(Date.now())));
  }

  async #readOn(): Promise<void> {
    await this.fixes.readOn(({ superviseeId, fix }) => this.board.move(superviseeId, fix));
  }

  #try(work: SingleFlight): void {
    work.run().catch((error: unknown) => {
      this.#logger.error('positions cannot be read', { error: error instanceof Error ? error.message : String(error) });
    });
  }
}
