import { Logger, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { after, instant, seconds, since } from '#libs/kernel';
import type { Publisher } from '#libs/mqtt';
import { downTopic } from '#libs/protocol';
import type { Hints } from '#libs/queue';
import { CommandStore, CommandView, writeJournal, type PostgresDatabase, type TakenCommand } from '#libs/store';

/** A hint may be lost: we look this often without one. */
const LOOK_EVERY_MS = 1_000;
/** Whoever has not said within this that it is sent has stopped in the middle: another sends it. */
const TO_SEND = seconds(10);
const AT_A_TIME = 200;

/**
 * Sends commands that officers have given. A row is given to one sender at a time, so that side by side they send it
 * once; one that stops between the broker's PUBACK and our commit leaves it to be sent again, and the wristband
 * carries an id out once.
 */
export class CommandSender implements OnApplicationBootstrap, OnModuleDestroy {
  readonly #logger = new Logger('commands');
  #timer: NodeJS.Timeout | undefined;
  #looking: Promise<void> | undefined;

  constructor(
    private readonly publisher: Pick<Publisher, 'connected' | 'send'>,
    private readonly db: PostgresDatabase,
    private readonly hints: Pick<Hints, 'on' | 'tell'>,
  ) {}

  onApplicationBootstrap(): void {
    this.hints.on('command-given', () => this.#look());
    this.#timer = setInterval(() => this.#look(), LOOK_EVERY_MS);
    this.#look();
  }

  async onModuleDestroy(): Promise<void> {
    clearInterval(this.#timer);
    await this.#looking;
  }

  #look(): void {
    if (!this.publisher.connected) return;
    this.#looking ??= this.sendWaiting()
      .catch((error: Error) => this.#logger.warn('no command can be sent now', { why: error.message }))
      .finally(() => (this.#looking = undefined));
  }

  /** Takes what is waiting. Resolves when the database has answered: the broker is waited for one by one. */
  async sendWaiting(): Promise<void> {
    const now = instant(Date.now());
    const commands = await new CommandStore(this.db).take(now, after(now, TO_SEND), AT_A_TIME);
    for (const command of commands) {
      this.#send(command).catch((error: Error) => {
        this.#logger.warn('a command was sent and is not noted as sent', { command: command.id, why: error.message });
      });
    }
  }

  async #send({ id, deviceId, message, expiresAt }: TakenCommand): Promise<void> {
    const lasts = since(instant(Date.now()), expiresAt) / 1_000;
    if (!(await this.publisher.send(downTopic(deviceId), message, lasts))) return;
    const now = instant(Date.now());
    await this.db.transaction(async (tx) => {
      const sent = await new CommandStore(tx).sent(id, now);
      if (sent !== undefined) await writeJournal(tx, [], await new CommandView(tx).notices([sent], now));
    });
    this.hints.tell('feed-grown');
  }
}
