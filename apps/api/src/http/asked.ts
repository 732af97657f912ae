import { DomainError, instant, type ErrorCode, type Instant } from '#libs/kernel';
import type { Officer } from '#libs/identity';
import { deviceIdentifier, endpoints, id, type Endpoint } from '#libs/protocol';
import { z } from 'zod';
import { faultsOf, textFaults } from './faults.js';

type Catalogue = typeof endpoints;
export type EndpointName = keyof Catalogue;

type SchemaOf<Name extends EndpointName, Part extends 'query' | 'body'> =
  Catalogue[Name] extends Record<Part, infer Schema extends z.ZodType> ? z.output<Schema> : Record<string, never>;
export type AnswerOf<Name extends EndpointName> =
  Catalogue[Name] extends Record<'answer', infer Schema extends z.ZodType> ? z.output<Schema> : undefined;

/** One request to the endpoint `Name`, read and checked. */
export interface Asked<Name extends EndpointName> {
  readonly call: Name;
  readonly officer: Catalogue[Name]['roles'] extends 'public' ? undefined : Officer;
  /** When it was asked; the only "now" that the answer knows. */
  readonly at: Instant;
  /** No address has more than one identifier in it. */
  readonly params: { readonly id: string };
  readonly query: SchemaOf<Name, 'query'>;
  readonly body: SchemaOf<Name, 'body'>;
  /** The client's own name for this request (`Idempotency-Key`). */
  readonly key: string | undefined;
  /** Network address it came from. */
  readonly address: string;
  /** Hash of the session's token; empty for public calls. */
  readonly session: Buffer;
}

/** The little of Express' request that is looked at. */
export interface Incoming {
  readonly params: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, unknown>>;
  readonly body?: unknown;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly ip?: string;
  officer?: Officer;
  session?: Buffer;
}

const nothing = z.strictObject({});
const noBody = nothing.optional();

export function readRequest<Name extends EndpointName>(name: Name, request: Incoming, now: number): Asked<Name> {
  const endpoint: Endpoint = endpoints[name];
  return {
    call: name,
    officer: request.officer,
    at: instant(now),
    params: readParams(endpoint, request.params),
    query: check(endpoint.query ?? nothing, request.query),
    body: readBody(endpoint.body ?? noBody, request.body),
    key: readKey(request.headers['idempotency-key']),
    address: request.ip ?? '',
    session: request.session ?? Buffer.alloc(0),
  } as Asked<Name>;
}

/** An absent body is an empty one; an empty one is absent where the call needs none. */
function readBody(schema: z.ZodType, body: unknown): unknown {
  const given = body ?? {};
  const isEmpty = typeof given === 'object' && Object.keys(given).length === 0;
  return check(schema, isEmpty && schema.safeParse(undefined).success ? undefined : given);
}

function check(schema: z.ZodType, value: unknown): unknown {
  const unreadable = textFaults(value);
  const parsed = unreadable.length === 0 ? schema.safeParse(value) : undefined;
  if (parsed?.success) return parsed.data;
  const errors = parsed === undefined ? unreadable : faultsOf(parsed.error);
  throw new DomainError('request.invalid', 'See errors for what is wrong and where', {}, undefined, errors);
}

const absent: Readonly<Record<string, ErrorCode>> = {
  supervisees: 'supervisee.not-found',
  devices: 'device.not-found',
  'device-orders': 'order.not-found',
  holds: 'hold.not-found',
  leaves: 'leave.not-found',
  zones: 'zone.not-found',
  alerts: 'alert.not-found',
  rules: 'backtest.not-found',
  'points-schemes': 'points.scheme-not-found',
  'points-entries': 'points.entry-not-found',
  'points-closes': 'points.close-not-found',
  facts: 'fact.not-found',
  accounts: 'account.not-found',
};

/** What cannot be an identifier identifies nothing. */
function readParams(endpoint: Endpoint, params: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const noun = endpoint.path.split('/')[1] ?? '';
  const schema = noun === 'devices' ? deviceIdentifier : id;
  if (Object.values(params).every((value) => schema.safeParse(value).success)) return params;
  throw new DomainError(absent[noun] ?? 'route.not-found', 'There is nothing of this identifier');
}

function readKey(key: string | undefined): string | undefined {
  if (key === undefined || /^[\x21-\x7e]{1,200}$/.test(key)) return key;
  throw new DomainError('request.invalid', 'Idempotency-Key is 1 to 200 visible ASCII characters');
}
