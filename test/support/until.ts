import { setTimeout as pause } from 'node:timers/promises';

/** Asks again until the answer is not undefined (or false); says what it waited for when it gives up. */
export async function until<T>(
  what: string,
  ask: () => Promise<T | undefined | false> | T | undefined | false,
  withinMs = 20_000,
): Promise<T> {
  const end = Date.now() + withinMs;
  let last: unknown;
  while (Date.now() < end) {
    try {
      const answer = await ask();
      if (answer !== undefined && answer !== false) return answer;
    } catch (error) {
      last = error; // a process that is being restarted refuses connections for a while
    }
    await pause(50);
  }
  throw new Error(`waited ${withinMs} ms for ${what}`, { cause: last });
}
