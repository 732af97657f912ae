import {
  applyDecorators,
  createParamDecorator,
  Get,
  Header,
  HttpCode,
  Patch,
  Post,
  Put,
  SetMetadata,
} from '@nestjs/common';
import type { ExecutionContext } from '@nestjs/common';
import { endpoints, type Endpoint } from '#libs/protocol';
import { readRequest, type EndpointName, type Incoming } from './asked.js';

/** Under which a handler remembers the entry of the catalogue that it answers. */
export const CALL = 'zhengtu:call';

const methods = { GET: Get, POST: Post, PUT: Put, PATCH: Patch } as const;

/** `/alerts/{id}` as the router writes it: `alerts/:id`. */
export const routeOf = (path: string): string => path.slice(1).replaceAll(/\{(\w+)\}/g, ':$1');

/** Binds a handler to its entry in the catalogue of endpoints: method, path, status, roles and schemas come from there. */
export function Call(name: EndpointName): MethodDecorator {
  const endpoint: Endpoint = endpoints[name];
  return applyDecorators(
    SetMetadata(CALL, name),
    methods[endpoint.method](routeOf(endpoint.path)),
    HttpCode(endpoint.status ?? 200),
    ...(endpoint.mediaType === undefined ? [] : [Header('content-type', endpoint.mediaType)]),
  );
}

/** What was asked, checked against the catalogue. The guard has been there before: whoever asks may. */
export const Ask = createParamDecorator((_: unknown, context: ExecutionContext) => {
  const name = Reflect.getMetadata(CALL, context.getHandler()) as EndpointName;
  return readRequest(name, context.switchToHttp().getRequest<Incoming>(), Date.now());
});
