import { DomainError, type ErrorCode } from '#libs/kernel';
import type { Problem } from '#libs/protocol';
import { statusOf, titleOf } from './refusals.js';

/** A refusal as RFC 9457 wants it. */
export function problemOf(error: DomainError): Problem {
  return {
    type: `urn:zhengtu:problem:${error.code}`,
    title: titleOf(error.code),
    status: statusOf(error.code),
    detail: error.message,
    code: error.code,
    ...(Object.keys(error.facts).length > 0 ? { facts: { ...error.facts } } : {}),
    ...(error.errors.length > 0 ? { errors: [...error.errors] } : {}),
  };
}

/** What frameworks throw at us carries a status and nothing that a program could rely on. */
const codeOfStatus: Readonly<Record<number, ErrorCode>> = {
  401: 'session.missing',
  403: 'request.cross-site',
  404: 'route.not-found',
  405: 'method.not-allowed',
  413: 'request.too-large',
};

/** Puts what a framework refused (malformed JSON, unknown route, too large a body) into our words; undefined for a fault. */
export function refusalOf(exception: unknown): DomainError | undefined {
  if (exception instanceof DomainError) return exception;
  const status = statusIn(exception);
  if (status === undefined || status < 400 || status >= 500) return undefined;
  const code = codeOfStatus[status] ?? 'request.malformed';
  return new DomainError(code, titleOf(code), {}, { cause: exception });
}

function statusIn(exception: unknown): number | undefined {
  if (exception instanceof URIError) return 400;
  if (typeof exception !== 'object' || exception === null) return undefined;
  if ('getStatus' in exception && typeof exception.getStatus === 'function') {
    return Number((exception.getStatus as () => unknown)());
  }
  return 'statusCode' in exception && typeof exception.statusCode === 'number' ? exception.statusCode : undefined;
}
