import { describe, expect, it } from '@jest/globals';
import type { DeviceSecret } from '#libs/store';
import { SecretReader } from './secret-reader.js';

/** Answers a question when it is told to. */
class SlowStore {
  readonly asked: (readonly string[])[] = [];
  readonly #answers: { resolve: (found: Map<string, DeviceSecret>) => void; reject: (error: Error) => void }[] = [];

  secretsOf(ids: readonly string[]): Promise<Map<string, DeviceSecret>> {
    this.asked.push(ids);
    return new Promise((resolve, reject) => this.#answers.push({ resolve, reject }));
  }
  answer(...known: string[]): void {
    this.#answers.shift()?.resolve(new Map(known.map((id) => [id, secret(id)])));
  }
  fail(): void {
    this.#answers.shift()?.reject(new Error('away'));
  }
}

const secret = (id: string): DeviceSecret => ({ salt: Buffer.from(id), hash: Buffer.alloc(0), disabled: false });
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('a secret reader', () => {
  it('asks once for all who came while it waited', async () => {
    const store = new SlowStore();
    const reader = new SecretReader(store);
    const first = reader.secretOf('a');
    await turn();
    const others = ['b', 'c', 'b', 'x'].map((id) => reader.secretOf(id));
    await turn();
    expect(store.asked).toEqual([['a']]);
    store.answer('a');
    expect(await first).toEqual(secret('a'));
    await turn();
    expect(store.asked).toEqual([['a'], ['b', 'c', 'x']]);
    store.answer('b', 'c');
    expect(await Promise.all(others)).toEqual([secret('b'), secret('c'), secret('b'), undefined]);
  });

  it('asks anew for whoever comes after the question: a secret may have been changed meanwhile', async () => {
    const store = new SlowStore();
    const reader = new SecretReader(store);
    void reader.secretOf('a');
    await turn();
    void reader.secretOf('a');
    store.answer('a');
    await turn();
    expect(store.asked).toEqual([['a'], ['a']]);
  });

  it('tells those who asked that there is no answer, and asks again for the next', async () => {
    const store = new SlowStore();
    const reader = new SecretReader(store);
    const lost = reader.secretOf('a');
    await turn();
    const next = reader.secretOf('b');
    store.fail();
    await expect(lost).rejects.toThrow('away');
    await turn();
    store.answer('b');
    expect(await next).toEqual(secret('b'));
  });
});
