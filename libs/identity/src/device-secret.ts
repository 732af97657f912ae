import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

/**
 * A wristband's own secret: 192 random bits. It is told once and kept as a salted SHA-256; a slow hash would protect
 * nothing more (nobody guesses 192 bits), and ten thousand wristbands that come back at once would wait for it.
 */
export function newDeviceSecret(): { secret: string; salt: Buffer; hash: Buffer } {
  const secret = randomBytes(24).toString('base64url');
  const salt = randomBytes(16);
  return { secret, salt, hash: deviceSecretHash(secret, salt) };
}

export const deviceSecretHash = (secret: string, salt: Uint8Array): Buffer =>
  createHash('sha256').update(salt).update(secret).digest();

export function deviceSecretMatches(secret: string, stored: { salt: Uint8Array; hash: Uint8Array }): boolean {
  const given = deviceSecretHash(secret, stored.salt);
  return given.length === stored.hash.length && timingSafeEqual(given, stored.hash);
}
