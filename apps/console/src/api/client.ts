import createClient, { type Middleware } from 'openapi-fetch';
import { createStore } from '../app/store.js';
import { ApiProblem, problemFrom, unreachable } from './problem.js';
import type { paths } from './schema.js';

/** Set when the server no longer knows us; the page then asks to sign in. */
export const sessionLost = createStore(false);

const openDoors = new Set(['/api/v1/auth/login', '/api/v1/me']);

const watchSession: Middleware = {
  onResponse({ response, schemaPath }) {
    // Whoever asks who they are may well be nobody; that is not a loss.
    if (response.status === 401 && !openDoors.has(schemaPath)) sessionLost.set(true);
  },
  onError: () => unreachable(),
};

/** The REST calls, typed by the published document. The session travels in its cookie; no script can read it. */
export const api = createClient<paths>({ baseUrl: '/', credentials: 'same-origin' });
api.use(watchSession);

interface Answered<Data> {
  readonly data?: Data;
  readonly error?: unknown;
  readonly response: Response;
}

/** The answer, or its refusal as an exception. */
export async function answerOf<Data>(call: Promise<Answered<Data>>): Promise<Data> {
  const { data, error, response } = await call.catch((fault: unknown) => {
    throw fault instanceof ApiProblem ? fault : unreachable();
  });
  if (response.ok) return data as Data;
  throw problemFrom(response.status, error, response.headers.get('x-request-id') ?? undefined);
}

interface Page<Item> {
  readonly items: readonly Item[];
  readonly next: string | null;
}

/** All pages of a list, one after the other; the first is shown before the rest has come. */
export async function allPages<Item>(
  read: (cursor?: string) => Promise<Page<Item>>,
  showFirst: (items: readonly Item[]) => void,
): Promise<Item[]> {
  const items: Item[] = [];
  let next: string | null | undefined;
  do {
    const page: Page<Item> = await read(next ?? undefined);
    if (items.length === 0) showFirst(page.items);
    items.push(...page.items);
    next = page.next;
  } while (next !== null);
  return items;
}
