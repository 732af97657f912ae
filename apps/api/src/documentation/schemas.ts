import { z } from 'zod';
import * as shapes from '#libs/protocol';

export type JsonSchema = Record<string, unknown>;

/** The shapes that answers and bodies are made of, under the names they have in the published documents. */
const answers = {
  Account: shapes.account,
  AccountListed: shapes.accountListed,
  Supervisee: shapes.supervisee,
  Order: shapes.order,
  Track: shapes.track,
  TrackFix: shapes.trackFix,
  TrackGap: shapes.trackGap,
  Device: shapes.device,
  DeviceHealth: shapes.deviceHealth,
  Area: shapes.area,
  Circle: shapes.circle,
  Zone: shapes.zone,
  Division: shapes.division,
  AlertSummary: shapes.alertSummary,
  AlertDetail: shapes.alertDetail,
  EvidenceFix: shapes.evidenceFix,
  ConsoleEvent: shapes.consoleEvent,
  AuditEntry: shapes.auditEntry,
  Problem: shapes.problem,
} as const;

const bodies = {
  Credentials: shapes.credentials,
  Setup: shapes.setup,
  NewAccount: shapes.newAccount,
  AccountChange: shapes.accountChange,
  NewSupervisee: shapes.newSupervisee,
  SuperviseeChange: shapes.superviseeChange,
  NewOrder: shapes.newOrder,
  NewDevice: shapes.newDevice,
  NewZone: shapes.newZone,
} as const;

const refTo = (name: string): string => `#/components/schemas/${name}`;

/** All named shapes, referring to one another by `$ref`. */
export function componentSchemas(): Record<string, JsonSchema> {
  return { ...namedSchemas(answers, 'output'), ...namedSchemas(bodies, 'input') };
}

/** What a client gets: more fields may come with a later version. */
export const answerSchema = (schema: z.ZodType): JsonSchema => inline(schema, answers, 'output');

/** What a client sends: unknown fields are refused. */
export const bodySchema = (schema: z.ZodType): JsonSchema => inline(schema, bodies, 'input');

/** Schemas under the names they have in a document, without what only makes sense outside it. */
export function namedSchemas(
  named: Readonly<Record<string, z.ZodType>>,
  io: 'input' | 'output',
): Record<string, JsonSchema> {
  const registry = z.registry<{ id: string }>();
  for (const [name, schema] of Object.entries(named)) registry.add(schema, { id: name });
  const made = z.toJSONSchema(registry, { uri: refTo, io, override: (context) => loosen(context.jsonSchema, io) });
  return Object.fromEntries(
    Object.entries(made.schemas).map(([name, schema]) => [name, withoutIdentity(schema as JsonSchema)]),
  );
}

/** One schema in place; a `$ref` where it is, or holds, a named one. */
function inline(schema: z.ZodType, named: Readonly<Record<string, z.ZodType>>, io: 'input' | 'output'): JsonSchema {
  const known = Object.entries(named).find(([, candidate]) => candidate === schema);
  if (known) return { $ref: refTo(known[0]) };
  const here = '__here';
  return namedSchemas({ ...named, [here]: schema }, io)[here] ?? {};
}

function withoutIdentity(schema: JsonSchema): JsonSchema {
  return Object.fromEntries(Object.entries(schema).filter(([key]) => key !== '$schema' && key !== '$id'));
}

function loosen(schema: JsonSchema, io: 'input' | 'output'): void {
  if (io === 'output' && schema['additionalProperties'] === false) delete schema['additionalProperties'];
  // The pattern spells out leap years; `format` says the same to a reader.
  if (schema['format'] === 'date-time' || schema['format'] === 'date') delete schema['pattern'];
}
