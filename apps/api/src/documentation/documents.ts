import { asyncApiDocument } from './asyncapi.js';
import { openApiDocument } from './openapi.js';
import type { JsonSchema } from './schemas.js';

/** Every document we publish about the interfaces, by file name. */
export const documents = (version: string): Record<string, JsonSchema> => ({
  'openapi.json': openApiDocument(version),
  'asyncapi.json': asyncApiDocument(version),
});
