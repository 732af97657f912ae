import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';

export const digestOf = (text: string): Buffer => createHash('sha256').update(text).digest();

/** Under which an answer is found again. The key itself is not stored: it is what the answer is encrypted with. */
export const keyHashOf = (accountId: string, key: string): Buffer => digestOf(`find ${accountId} ${key}`);

const cipherKey = (key: string): Buffer => digestOf(`open ${key}`);
const IV_BYTES = 12;
const TAG_BYTES = 16;

/** An answer that only whoever has the request's own key can read (AES-256-GCM). */
export function sealAnswer(key: string, answer: unknown): Buffer {
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv('aes-256-gcm', cipherKey(key), iv);
  const body = Buffer.concat([cipher.update(JSON.stringify(answer ?? null)), cipher.final()]);
  return Buffer.concat([iv, cipher.getAuthTag(), body]);
}

export function openAnswer(key: string, sealed: Buffer): unknown {
  const decipher = createDecipheriv('aes-256-gcm', cipherKey(key), sealed.subarray(0, IV_BYTES));
  decipher.setAuthTag(sealed.subarray(IV_BYTES, IV_BYTES + TAG_BYTES));
  const body = Buffer.concat([decipher.update(sealed.subarray(IV_BYTES + TAG_BYTES)), decipher.final()]);
  return JSON.parse(body.toString()) as unknown;
}
