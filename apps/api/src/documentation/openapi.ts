import { errorCodes, statusOf, titleOf } from '#libs/platform';
import { z } from 'zod';
import { endpoints, type Endpoint } from '#libs/protocol';
import { answerSchema, bodySchema, componentSchemas, type JsonSchema } from './schemas.js';

const PREFIX = '/api/v1';

/** The REST contract as an OpenAPI 3.1 document, made from the catalogue that the controllers themselves run on. */
export function openApiDocument(version: string): JsonSchema {
  const paths: Record<string, Record<string, JsonSchema>> = {};
  for (const [name, endpoint] of Object.entries(endpoints) as [string, Endpoint][]) {
    const path = `${PREFIX}${endpoint.path}`;
    paths[path] = { ...paths[path], [endpoint.method.toLowerCase()]: operation(name, endpoint) };
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Zhengtu 正途',
      version,
      description:
        'Supervision of people who serve their sentence in the community. Times are ISO 8601 with an offset, positions WGS-84, identifiers decimal strings of 64 bits. Unknown fields are refused. Refusals are RFC 9457 problem documents.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: '/' }],
    paths,
    'x-problem-codes': problemCodes(),
    components: {
      schemas: componentSchemas(),
      securitySchemes: {
        bearer: { type: 'http', scheme: 'bearer' },
        cookie: { type: 'apiKey', in: 'cookie', name: 'zt_session' },
      },
      responses: {
        Problem: {
          description: 'Refused, or failed; `code` says why',
          content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
        },
      },
    },
  };
}

/** Everything that `code` of a problem document can say. */
function problemCodes(): JsonSchema {
  return Object.fromEntries(errorCodes.map((code) => [code, { status: statusOf(code), title: titleOf(code) }]));
}

function operation(name: string, endpoint: Endpoint): JsonSchema {
  const isPublic = endpoint.roles === 'public';
  return {
    operationId: name,
    summary: endpoint.summary,
    tags: [endpoint.path.split('/')[1] ?? ''],
    ...(Array.isArray(endpoint.roles) && endpoint.roles.length > 0 ? { 'x-roles': endpoint.roles } : {}),
    security: isPublic ? [] : [{ bearer: [] }, { cookie: [] }],
    parameters: parametersOf(endpoint),
    ...(endpoint.body === undefined ? {} : { requestBody: requestBody(endpoint.body) }),
    responses: responsesOf(endpoint),
  };
}

function requestBody(body: z.ZodType): JsonSchema {
  return {
    required: !body.safeParse(undefined).success,
    content: { 'application/json': { schema: bodySchema(body) } },
  };
}

function parametersOf(endpoint: Endpoint): JsonSchema[] {
  const inPath = [...endpoint.path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({
    name,
    in: 'path',
    required: true,
    schema: { type: 'string' },
  }));
  const inQuery = Object.entries(endpoint.query?.shape ?? {}).map(([name, schema]) => ({
    name,
    in: 'query',
    required: !z.safeParse(schema, undefined).success,
    schema: bodySchema(schema as z.ZodType),
  }));
  const key = {
    name: 'Idempotency-Key',
    in: 'header',
    required: false,
    description: 'The same key with the same request is answered with the first answer again',
    schema: { type: 'string', minLength: 1, maxLength: 200 },
  };
  return [...inPath, ...inQuery, ...(takesKey(endpoint) ? [key] : [])];
}

const takesKey = (endpoint: Endpoint): boolean => endpoint.method !== 'GET' && endpoint.roles !== 'public';

function responsesOf(endpoint: Endpoint): JsonSchema {
  const status = String(endpoint.status ?? 200);
  const content =
    endpoint.mediaType !== undefined
      ? { content: { [endpoint.mediaType]: { schema: { type: 'string' } } } }
      : endpoint.answer !== undefined
        ? { content: { 'application/json': { schema: answerSchema(endpoint.answer) } } }
        : {};
  return { [status]: { description: 'Done', ...content }, default: { $ref: '#/components/responses/Problem' } };
}
