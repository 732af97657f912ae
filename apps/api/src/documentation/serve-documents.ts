import type { NestExpressApplication } from '@nestjs/platform-express';
import { SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';
import { documents } from './documents.js';

interface Answer {
  setHeader(name: string, value: string): void;
  end(body: string): void;
}

/** The documents as JSON under /api, and a page to read the REST one on; its scripts come from here, not from afar. */
export function serveDocuments(app: NestExpressApplication, version: string): void {
  const published = documents(version);
  for (const [file, document] of Object.entries(published)) {
    const body = JSON.stringify(document);
    app.use(`/api/${file}`, (_: unknown, answer: Answer) => {
      answer.setHeader('content-type', 'application/json; charset=utf-8');
      answer.end(body);
    });
  }
  SwaggerModule.setup('api/docs', app, published['openapi.json'] as unknown as OpenAPIObject, { raw: false });
}
