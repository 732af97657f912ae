import { z } from 'zod';
import { divisionCode, id, roles } from '../vocabulary.js';
import { endpoint } from './endpoint.js';

export const credentials = z.strictObject({
  username: z.string().min(1).max(100),
  password: z.string().min(1).max(200),
  otp: z.string().max(20).optional(),
});

export const account = z.object({
  id,
  username: z.string(),
  displayName: z.string(),
  role: z.enum(roles),
  division: divisionCode,
});
export type Account = z.infer<typeof account>;

export const sessionEndpoints = {
  signIn: endpoint({
    method: 'POST',
    path: '/auth/login',
    roles: 'public',
    status: 200,
    summary: 'Sign in; sets an httpOnly cookie and returns the same token',
    body: credentials,
    answer: z.object({ token: z.string() }),
  }),
  signOut: endpoint({
    method: 'POST',
    path: '/auth/logout',
    roles: [],
    status: 204,
    summary: 'Sign out; the token is void at once',
  }),
  me: endpoint({ method: 'GET', path: '/me', roles: [], summary: 'Who I am and whom I may see', answer: account }),
};
