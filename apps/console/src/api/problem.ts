import type { Problem } from '#libs/protocol';

/** A refusal in the server's own words, or that nothing was heard from it at all. */
export class ApiProblem extends Error {
  override readonly name = 'ApiProblem';
  constructor(
    /** One of the error codes of the contract; `unreachable` when there was no answer. */
    readonly code: string,
    readonly status: number,
    readonly problem?: Problem,
    /** What to quote to an administrator. */
    readonly reference?: string,
  ) {
    super(problem?.detail ?? code);
  }
}

export const unreachable = (): ApiProblem => new ApiProblem('unreachable', 0);

/** Whatever an answer that is not a success carries; gateways in between answer in HTML. */
export function problemFrom(status: number, body: unknown, reference?: string): ApiProblem {
  const problem = isProblem(body) ? body : undefined;
  return new ApiProblem(problem?.code ?? 'fault.unexpected', status, problem, reference);
}

const isProblem = (body: unknown): body is Problem =>
  typeof body === 'object' && body !== null && 'code' in body && typeof body.code === 'string';
