import { setTimeout as pause } from 'node:timers/promises';
import type { z } from 'zod';
import { endpoints, problem, type Endpoint } from '#libs/protocol';
import { Refusal } from '../refusal.js';
import type { DemoAccount } from './running.js';

type Answer<E extends Endpoint> = E['answer'] extends z.ZodType ? z.output<E['answer']> : unknown;

interface Call {
  readonly params?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string | number | undefined>>;
  readonly body?: unknown;
  /** A second call with the same key changes nothing and gets the first answer. */
  readonly idempotencyKey?: string;
}

const TRIES = 5;

/** The platform's REST interface as one of the demonstration's accounts sees it. */
export class Rest {
  private token: Promise<string> | undefined;

  constructor(
    private readonly url: string,
    private readonly account: DemoAccount,
  ) {}

  async call<E extends Endpoint>(endpoint: E, call: Call = {}): Promise<Answer<E>> {
    for (let attempt = 1; ; attempt++) {
      const response = await this.send(endpoint, call).catch((cause: unknown) => unreachable(this.url, cause));
      if (response.ok) return (endpoint.answer ? endpoint.answer.parse(await response.json()) : undefined) as Answer<E>;
      // The token has run out. A sign-in that is refused is not tried again: that would lock the account.
      const signedOut = response.status === 401 && endpoint.roles !== 'public' && attempt === 1;
      if (signedOut) this.token = undefined;
      else if (attempt < TRIES && [429, 503].includes(response.status)) await pause(waitFor(response, attempt));
      else throw await refusalOf(response, endpoint);
    }
  }

  private async send(endpoint: Endpoint, { params = {}, query = {}, body, idempotencyKey }: Call): Promise<Response> {
    const path = endpoint.path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(params[name] ?? ''));
    const target = new URL(`/api/v1${path}`, this.url);
    for (const [name, value] of Object.entries(query))
      if (value !== undefined) target.searchParams.set(name, String(value));
    return fetch(target, {
      method: endpoint.method,
      headers: {
        ...(endpoint.roles !== 'public' && { authorization: `Bearer ${await this.signIn()}` }),
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...(idempotencyKey !== undefined && { 'idempotency-key': idempotencyKey }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
  }

  private signIn(): Promise<string> {
    const { username, password } = this.account;
    return (this.token ??= this.call(endpoints.signIn, { body: { username, password } }).then(
      ({ token }) => token,
      (error: unknown) => {
        this.token = undefined;
        throw error;
      },
    ));
  }
}

/** Milliseconds until the next try: as long as the platform asks for, within reason. */
const waitFor = (response: Response, attempt: number): number =>
  Math.min(20_000, Number(response.headers.get('retry-after') ?? 0) * 1_000 || 500 * attempt);

const unreachable = (url: string, cause: unknown): never => {
  if (cause instanceof Refusal) throw cause;
  throw new Refusal(`The platform does not answer at ${url}: is it running?`, { cause });
};

async function refusalOf(response: Response, endpoint: Endpoint): Promise<Refusal> {
  const told = problem.safeParse(await response.json().catch(() => undefined));
  const why = told.success ? `${told.data.detail || told.data.title} (${told.data.code})` : `status ${response.status}`;
  return new Refusal(`${endpoint.method} ${endpoint.path} was refused: ${why}`);
}
