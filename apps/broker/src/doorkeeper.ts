import { createHash, timingSafeEqual } from 'node:crypto';
import { deviceSecretMatches, isItself, PLATFORM_USER, type AccessRefusal } from '#libs/identity';
import { ok, refused, type Result } from '#libs/kernel';
import type { DeviceSecret } from '#libs/store';
import type { SecretReader } from './secret-reader.js';

export type Caller = { readonly is: 'platform' } | { readonly is: 'device'; readonly deviceId: string };

/** Says who is at the door. A secret that was changed counts at once: what it remembers serves while the database is away. */
export class Doorkeeper {
  readonly #known = new Map<string, DeviceSecret>();

  constructor(
    private readonly secrets: Pick<SecretReader, 'secretOf'>,
    private readonly platformSecret: string,
  ) {}

  async admit(clientId: string, username: string, password: string): Promise<Result<Caller, AccessRefusal>> {
    if (username === PLATFORM_USER) {
      return same(password, this.platformSecret) ? ok({ is: 'platform' }) : refused('client.wrong-secret');
    }
    if (!isItself(clientId, username)) return refused('client.not-itself');
    const secret = await this.#secretOf(username);
    if (secret === 'away') return refused('database.away');
    if (secret === undefined) return refused('client.unknown');
    if (secret.disabled) return refused('client.disabled');
    return deviceSecretMatches(password, secret)
      ? ok({ is: 'device', deviceId: username })
      : refused('client.wrong-secret');
  }

  async #secretOf(deviceId: string): Promise<DeviceSecret | undefined | 'away'> {
    try {
      const secret = await this.secrets.secretOf(deviceId);
      if (secret === undefined) this.#known.delete(deviceId);
      else this.#known.set(deviceId, secret);
      return secret;
    } catch {
      // Nobody can change a secret meanwhile; wristbands that we know must not fall silent with the database.
      return this.#known.get(deviceId) ?? 'away';
    }
  }
}

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
const same = (given: string, expected: string): boolean => timingSafeEqual(digest(given), digest(expected));
