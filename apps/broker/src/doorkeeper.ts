import { createHash, timingSafeEqual } from 'node:crypto';
import { deviceSecretMatches, isItself, PLATFORM_USER, type AccessRefusal } from '#libs/identity';
import { after, instant, minutes, ok, refused, type Instant, type Result } from '#libs/kernel';
import type { DeviceAccessStore, DeviceSecret } from '#libs/store';

/** How long a secret that was read goes on being believed: so long can a changed one take to count. */
const BELIEVED_FOR = minutes(1);

export type Caller = { readonly is: 'platform' } | { readonly is: 'device'; readonly deviceId: string };

/** Says who is at the door. Knows devices for a minute, and longer only while the database is away. */
export class Doorkeeper {
  readonly #known = new Map<string, { readonly secret: DeviceSecret; readonly until: Instant }>();

  constructor(
    private readonly store: Pick<DeviceAccessStore, 'secretOf'>,
    private readonly platformSecret: string,
  ) {}

  async admit(clientId: string, username: string, password: string): Promise<Result<Caller, AccessRefusal>> {
    if (username === PLATFORM_USER)
      return same(password, this.platformSecret) ? ok({ is: 'platform' }) : refused('client.wrong-secret');
    if (!isItself(clientId, username)) return refused('client.not-itself');
    const secret = await this.#secretOf(username, instant(Date.now()));
    if (secret === 'away') return refused('database.away');
    if (secret === undefined) return refused('client.unknown');
    if (secret.disabled) return refused('client.disabled');
    return deviceSecretMatches(password, secret)
      ? ok({ is: 'device', deviceId: username })
      : refused('client.wrong-secret');
  }

  async #secretOf(deviceId: string, now: Instant): Promise<DeviceSecret | undefined | 'away'> {
    const known = this.#known.get(deviceId);
    if (known !== undefined && known.until > now) return known.secret;
    try {
      const secret = await this.store.secretOf(deviceId);
      if (secret === undefined) this.#known.delete(deviceId);
      else this.#known.set(deviceId, { secret, until: after(now, BELIEVED_FOR) });
      return secret;
    } catch {
      // The database is away: whom we know may come back in, so that wristbands do not fall silent with it.
      return known?.secret ?? 'away';
    }
  }
}

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
const same = (given: string, expected: string): boolean => timingSafeEqual(digest(given), digest(expected));
