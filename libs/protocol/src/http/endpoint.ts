import type { z } from 'zod';
import type { Role } from '../vocabulary.js';

/** One REST call, as the code and the documentation both know it. Paths are relative to /api/v1. */
export interface Endpoint {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH';
  readonly path: string;
  readonly summary: string;
  /** Who may call it; `[]` is everybody who is signed in, `public` needs no sign-in. */
  readonly roles: readonly Role[] | 'public';
  readonly query?: z.ZodObject;
  readonly body?: z.ZodType;
  readonly answer?: z.ZodType;
  readonly status?: number;
  /** Not JSON, when set. */
  readonly mediaType?: string;
}

export const endpoint = <const E extends Endpoint>(definition: E): E => definition;
