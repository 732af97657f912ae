import { ApiProblem } from './problem.js';

const unanswered = new Map<string, string>();

/**
 * Sends an act under a key of its own. When no answer came it may or may not have happened: the same act sent again
 * goes under the same key, and happens once.
 */
export async function sendOnce<Answer>(
  act: string,
  send: (header: { readonly 'Idempotency-Key': string }) => Promise<Answer>,
): Promise<Answer> {
  const key = unanswered.get(act) ?? newKey();
  unanswered.set(act, key);
  try {
    const answer = await send({ 'Idempotency-Key': key });
    unanswered.delete(act);
    return answer;
  } catch (problem) {
    if (problem instanceof ApiProblem && problem.status !== 0) unanswered.delete(act);
    throw problem;
  }
}

const newKey = (): string =>
  Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('');
