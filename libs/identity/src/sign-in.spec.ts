import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { minutes } from '#libs/kernel';
import { hashPassword, verifyPassword } from './password.js';
import { newToken, sessionCookie, tokenFrom, tokenFromCookie, tokenHash } from './session-token.js';
import { signInDelay } from './sign-in-delay.js';

describe('a password', () => {
  it('is known again by its hash, also when it was typed on another keyboard', async () => {
    const hash = await hashPassword('Zür\u0069ch 遵义');
    expect(hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    expect(await verifyPassword(hash, 'Zu\u0308rich 遵义')).toBe(true);
    expect(await verifyPassword(hash, 'Zurich 遵义')).toBe(false);
  });

  it('of nobody is never right', async () => {
    expect(await verifyPassword(undefined, 'nobody has this password')).toBe(false);
  });
});

describe('a session token', () => {
  it('has 256 bits, and comes from the header before the cookie', () => {
    const [a, b] = [newToken(), newToken()];
    expect(Buffer.from(a, 'base64url')).toHaveLength(32);
    expect(a).not.toBe(b);
    expect(tokenHash(a)).toHaveLength(32);
    expect(tokenFrom({ authorization: `Bearer ${a}`, cookie: `zt_session=${b}` })).toBe(a);
    expect(tokenFrom({ cookie: `x=1; zt_session=${b}; y=2` })).toBe(b);
    expect(tokenFrom({ authorization: 'Basic eDp5', cookie: `zt_session=${b}` })).toBeUndefined();
  });

  it('goes over https only when told so', () => {
    expect(sessionCookie('t', { secure: true, maxAgeSeconds: 60 })).toBe(
      'zt_session=t; Path=/; HttpOnly; SameSite=Strict; Max-Age=60; Secure',
    );
  });

  it('is found in no cookie that is not ours, whatever it looks like', () => {
    fc.assert(
      fc.property(
        fc.string(),
        (cookie) => void expect(tokenFromCookie(cookie.replaceAll('zt_session', ''))).toBeUndefined(),
      ),
    );
  });
});

describe('the delay after failures', () => {
  it('begins with the fifth, grows, and ends at a quarter of an hour', () => {
    expect([1, 4, 5, 6, 7, 11, 12, 500].map(signInDelay).map((delay) => delay / 1_000)).toEqual([
      0, 0, 10, 20, 40, 640, 900, 900,
    ]);
    expect(signInDelay(1e9)).toBe(minutes(15));
  });
});
