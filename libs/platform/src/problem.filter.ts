import { randomUUID } from 'node:crypto';
import { Catch, Logger, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import { DomainError } from '#libs/kernel';
import { problemOf, refusalOf } from './problem.js';

interface Answer {
  readonly headersSent: boolean;
  status(code: number): this;
  setHeader(name: string, value: string): unknown;
  end(body: string): unknown;
  destroy(): unknown;
}

/** Which methods an address takes; empty for one that does not exist. */
export type MethodsOf = (path: string) => readonly string[];

/** The one place where an error leaves the process: as a problem document, never with its insides. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  readonly #logger = new Logger('fault');

  constructor(private readonly methodsOf: MethodsOf = () => []) {}

  catch(exception: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const answer = http.getResponse<Answer>();
    if (answer.headersSent) return void answer.destroy();
    const refusal = this.#misdirected(refusalOf(exception), http.getRequest<{ path: string }>().path);
    const problem = problemOf(refusal ?? this.#fault(exception));
    for (const [name, value] of headersOf(problem)) answer.setHeader(name, value);
    answer.status(problem.status).setHeader('content-type', 'application/problem+json; charset=utf-8');
    answer.end(JSON.stringify(problem));
  }

  /** An address that exists for other methods is not "not found". */
  #misdirected(refusal: DomainError | undefined, path: string): DomainError | undefined {
    if (refusal?.code !== 'route.not-found') return refusal;
    const allow = this.methodsOf(path);
    if (allow.length === 0) return refusal;
    return new DomainError('method.not-allowed', `This address takes ${allow.join(', ')}`, { allow: allow.join(', ') });
  }

  #fault(exception: unknown): DomainError {
    const fault = randomUUID();
    const stack = exception instanceof Error ? exception.stack : String(exception);
    this.#logger.error('unexpected', { fault, stack, cause: causeOf(exception) });
    return new DomainError('fault.unexpected', `Quote ${fault} when you report it.`, { fault });
  }
}

function causeOf(exception: unknown): string | undefined {
  return exception instanceof Error && exception.cause instanceof Error ? exception.cause.stack : undefined;
}

function headersOf(problem: ReturnType<typeof problemOf>): [string, string][] {
  const facts = problem.facts ?? {};
  switch (problem.status) {
    case 401:
      return [['www-authenticate', 'Bearer']];
    case 405:
      return [['allow', String(facts['allow'])]];
    case 429:
      return [['retry-after', String(facts['retryAfterSeconds'])]];
    default:
      return [];
  }
}
