/** What is expected at an edge to go wrong is a value, not an exception. */
export type Result<T, Reason> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly reason: Reason };

export const ok = <T>(value: T): Result<T, never> => ({ ok: true, value });
export const refused = <Reason>(reason: Reason): Result<never, Reason> => ({ ok: false, reason });
