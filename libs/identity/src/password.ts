import { hash, verify } from '@node-rs/argon2';

/** argon2id, the library's default, at OWASP's second choice: 19 MiB, two passes; about 25 ms of one core. */
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;

export const hashPassword = (password: string): Promise<string> => hash(password.normalize('NFC'), COST);

let nobody: Promise<string> | undefined;

/**
 * Whether the password is the one that was hashed. For an account that does not exist (`undefined`) it takes as long as
 * for one that does, so that an answer's time does not tell who has an account.
 */
export async function verifyPassword(passwordHash: string | undefined, password: string): Promise<boolean> {
  nobody ??= hashPassword('nobody has this password');
  const matches = await verify(passwordHash ?? (await nobody), password.normalize('NFC'));
  return matches && passwordHash !== undefined;
}
