import { createHash, randomBytes } from 'node:crypto';

/** 256 random bits, as base64url. Only its hash is stored. */
export const newToken = (): string => randomBytes(32).toString('base64url');

/** A token is random enough that a plain hash of it cannot be turned back. */
export const tokenHash = (token: string): Buffer => createHash('sha256').update(token).digest();

export const SESSION_COOKIE = 'zt_session';

/** The token of a request: the bearer's, else the cookie's. Browsers send the cookie by themselves, programs do not. */
export function tokenFrom(headers: {
  readonly authorization?: string | undefined;
  readonly cookie?: string | undefined;
}): string | undefined {
  const bearer = /^Bearer +([A-Za-z0-9_-]{20,200})$/i.exec(headers.authorization ?? '')?.[1];
  return headers.authorization === undefined ? tokenFromCookie(headers.cookie) : bearer;
}

export function tokenFromCookie(cookie: string | undefined): string | undefined {
  for (const pair of (cookie ?? '').split(';')) {
    const [name, value] = pair.trim().split('=');
    if (name === SESSION_COOKIE && value !== undefined && value !== '') return value;
  }
  return undefined;
}

/** Strict: no other site can make a browser send it. */
export function sessionCookie(
  token: string,
  options: { readonly secure: boolean; readonly maxAgeSeconds: number },
): string {
  const attributes = ['Path=/', 'HttpOnly', 'SameSite=Strict', `Max-Age=${options.maxAgeSeconds}`];
  return [`${SESSION_COOKIE}=${token}`, ...attributes, ...(options.secure ? ['Secure'] : [])].join('; ');
}
