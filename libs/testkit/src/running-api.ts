import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { hashPassword } from '#libs/identity';
import { loadConfig } from '#libs/config';
import { instant } from '#libs/kernel';
import { endpoints, problem, type Endpoint, type Problem, type Role } from '#libs/protocol';
import { AccountStore, SessionStore } from '#libs/store';
import { newToken, tokenHash } from '#libs/identity';
import { ApiModule } from '../../../apps/api/src/api.module.js';
import { configureWebServer, nestOptions } from '../../../apps/api/src/web-server.js';
import type { AnswerOf, EndpointName } from '../../../apps/api/src/http/asked.js';
import type { TestDatabase } from './test-database.js';

export interface Request {
  readonly id?: string | undefined;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  readonly key?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Somebody who is signed in and calls the api over HTTP. Answers are checked against the catalogue. */
export class Caller {
  constructor(
    private readonly url: string,
    readonly id: string,
    readonly token: string,
  ) {}

  async send(name: EndpointName, { id, query, body, key, headers }: Request = {}): Promise<Response> {
    const endpoint: Endpoint = endpoints[name];
    const path = endpoint.path.replace('{id}', id ?? '');
    return fetch(`${this.url}/api/v1${path}?${new URLSearchParams(query).toString()}`, {
      method: endpoint.method,
      headers: {
        ...(this.token === '' ? {} : { authorization: `Bearer ${this.token}` }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(key === undefined ? {} : { 'idempotency-key': key }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  }

  /** The answer to a call that must succeed. */
  async ask<Name extends EndpointName>(name: Name, request: Request = {}): Promise<AnswerOf<Name>> {
    const endpoint: Endpoint = endpoints[name];
    const response = await this.send(name, request);
    const text = await response.text();
    if (response.status !== (endpoint.status ?? 200)) throw new Error(`${name}: ${response.status} ${text}`);
    if (endpoint.answer === undefined) return undefined as AnswerOf<Name>;
    return endpoint.answer.parse(JSON.parse(text)) as AnswerOf<Name>;
  }

  /** The problem of a call that must be refused. */
  async refusal(name: EndpointName, request: Request = {}): Promise<Problem> {
    const response = await this.send(name, request);
    const text = await response.text();
    if (response.ok) throw new Error(`${name} was not refused: ${text}`);
    const type = response.headers.get('content-type') ?? '';
    if (!type.startsWith('application/problem+json')) throw new Error(`${name}: ${response.status} ${type} ${text}`);
    return problem.strict().parse(JSON.parse(text));
  }
}

export class RunningApi {
  #made = 0;

  constructor(
    readonly url: string,
    private readonly app: NestExpressApplication,
    private readonly database: TestDatabase,
  ) {}

  /** Somebody of a role and a jurisdiction, signed in. */
  async as(role: Role, division: string): Promise<Caller> {
    this.#made += 1;
    const username = `${role}-${division}-${this.#made}`;
    const passwordHash = 'never signs in';
    const at = instant(Date.now());
    const id = await new AccountStore(this.database.db).add(
      { username, displayName: `${role} of ${division}`, passwordHash, role, division },
      at,
    );
    if (id === undefined) throw new Error(`${username} is taken`);
    const token = newToken();
    await new SessionStore(this.database.db).open(tokenHash(token), id, at, instant(at + 3_600_000));
    return new Caller(this.url, id, token);
  }

  /** Somebody with a password, not signed in. */
  async account(username: string, password: string, role: Role, division: string): Promise<string> {
    const passwordHash = await hashPassword(password);
    const account = { username, displayName: username, passwordHash, role, division };
    const id = await new AccountStore(this.database.db).add(account, instant(Date.now()));
    if (id === undefined) throw new Error(`${username} is taken`);
    return id;
  }

  get stranger(): Caller {
    return new Caller(this.url, '', '');
  }

  async close(): Promise<void> {
    await this.app.close();
  }
}

/** The api as it runs, on a free port and a database of the spec's own. */
export async function startApi(database: TestDatabase, settings: Record<string, string> = {}): Promise<RunningApi> {
  const config = loadConfig('api', {
    DATABASE_URL: database.applicationUrl,
    // Nobody there: hints are a courtesy, and everything must be found without them.
    REDIS_URL: process.env['TEST_REDIS_URL'] ?? 'redis://127.0.0.1:1',
    ...settings,
  });
  // No worker runs beside it: that is not news.
  await database.owner.query(
    `update policy set parameters = '{"limits": {"process.worker": 86400}}' where kind = 'monitoring'`,
  );
  const app = await NestFactory.create<NestExpressApplication>(ApiModule.for(config), {
    ...nestOptions,
    logger: false,
  });
  await configureWebServer(app, config, 'spec');
  await app.listen(0, '127.0.0.1');
  return new RunningApi(await app.getUrl(), app, database);
}
