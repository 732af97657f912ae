import { z } from 'zod';
import { divisionCode, id, roles } from '../vocabulary.js';
import { endpoint } from './endpoint.js';
import { page, paging } from './shared.js';

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

const username = z.string().regex(/^[A-Za-z0-9._-]{2,50}$/, '2 to 50 letters, digits, dots, dashes or underscores');
const newPassword = z.string().min(12, 'at least 12 characters').max(200);

export const setup = z.strictObject({
  token: z.string().min(20).max(200).describe('from the one-time link that the first start prints'),
  username,
  password: newPassword,
  division: divisionCode.optional().describe('jurisdiction; without it what the imported divisions have in common'),
});

export const newAccount = z.strictObject({
  username,
  displayName: z.string().trim().min(1).max(100),
  password: newPassword,
  role: z.enum(roles),
  division: divisionCode,
});
export const accountChange = z.strictObject({
  displayName: z.string().trim().min(1).max(100).optional(),
  password: newPassword.optional(),
  role: z.enum(roles).optional(),
  division: divisionCode.optional(),
  disabled: z.boolean().optional(),
});
export const accountListed = account.extend({ disabled: z.boolean() });
export type AccountListed = z.infer<typeof accountListed>;

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
  setUp: endpoint({
    method: 'POST',
    path: '/setup',
    roles: 'public',
    status: 201,
    summary: 'Make the first administrator of an empty platform; the token is good once',
    body: setup,
    answer: account,
  }),
  listAccounts: endpoint({
    method: 'GET',
    path: '/accounts',
    roles: ['admin'],
    summary: 'Accounts of the jurisdiction, by id',
    query: z.strictObject(paging),
    answer: page(accountListed),
  }),
  addAccount: endpoint({
    method: 'POST',
    path: '/accounts',
    roles: ['admin'],
    summary: 'Give somebody an account',
    body: newAccount,
    answer: accountListed,
    status: 201,
  }),
  changeAccount: endpoint({
    method: 'PATCH',
    path: '/accounts/{id}',
    roles: ['admin'],
    summary: 'Change what is given; a new password, another role or a disabled account ends its sessions',
    body: accountChange,
    answer: accountListed,
  }),
};
