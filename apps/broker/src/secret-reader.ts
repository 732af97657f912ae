import type { DeviceAccessStore, DeviceSecret } from '#libs/store';

interface Question {
  readonly ids: Set<string>;
  readonly answer: Promise<ReadonlyMap<string, DeviceSecret>>;
}

/**
 * Asks the database for many at once: who comes while an answer is on its way waits for the next one. Ten thousand
 * wristbands that come back together are then a few dozen questions. No answer is older than its question.
 */
export class SecretReader {
  #next: Question | undefined;
  #last: Promise<unknown> = Promise.resolve();

  constructor(private readonly store: Pick<DeviceAccessStore, 'secretsOf'>) {}

  async secretOf(deviceId: string): Promise<DeviceSecret | undefined> {
    this.#next ??= this.#begin();
    this.#next.ids.add(deviceId);
    return (await this.#next.answer).get(deviceId);
  }

  #begin(): Question {
    const ids = new Set<string>();
    const answer = this.#last.then(() => {
      this.#next = undefined;
      return this.store.secretsOf([...ids]);
    });
    this.#last = answer.catch(() => undefined);
    return { ids, answer };
  }
}
