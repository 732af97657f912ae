/** Every refusal the system can give. The code is part of the contract; the message is for people. */
export type ErrorCode =
  | 'request.invalid'
  | 'request.malformed'
  | 'request.too-large'
  | 'request.cross-site'
  | 'request.repeated-differently'
  | 'route.not-found'
  | 'method.not-allowed'
  | 'fault.unexpected'
  | 'session.missing'
  | 'session.refused'
  | 'session.too-many-attempts'
  | 'setup.refused'
  | 'account.not-found'
  | 'account.exists'
  | 'officer.outside-jurisdiction'
  | 'officer.role-not-allowed'
  | 'supervisee.not-found'
  | 'supervisee.changed-meanwhile'
  | 'device.not-found'
  | 'device.exists'
  | 'device.already-bound'
  | 'device.not-bound'
  | 'order.not-found'
  | 'order.not-proposed'
  | 'order.not-in-force'
  | 'order.too-long'
  | 'order.own-proposal'
  | 'hold.not-found'
  | 'hold.released'
  | 'hold.of-prosecutor'
  | 'suppression.not-found'
  | 'suppression.not-proposed'
  | 'suppression.own-proposal'
  | 'suppression.over'
  | 'suppression.too-long'
  | 'leave.not-found'
  | 'leave.over'
  | 'listed-place.not-found'
  | 'listed-place.withdrawn'
  | 'contact.not-found'
  | 'contact.exists'
  | 'contact.withdrawn'
  | 'backtest.not-found'
  | 'backtest.over'
  | 'backtest.too-many'
  | 'backtest.too-many-waiting'
  | 'points.no-scheme'
  | 'points.scheme-not-found'
  | 'points.scheme-invalid'
  | 'points.entry-not-found'
  | 'points.own-proposal'
  | 'points.not-now'
  | 'points.too-late'
  | 'points.close-not-found'
  | 'points.month-not-over'
  | 'fact.not-found'
  | 'fact.withdrawn'
  | 'zone.not-found'
  | 'zone.geometry-invalid'
  | 'division.unknown'
  | 'alert.not-found'
  | 'alert.claimed-by-other'
  | 'alert.already-resolved'
  | 'incident.not-found'
  | 'track.purpose-missing'
  | 'cursor.too-old'
  | 'partition.lost';

export class DomainError extends Error {
  override readonly name = 'DomainError';
  constructor(
    readonly code: ErrorCode,
    message: string,
    /** Facts for the log and the answer. Never a name, a number on an identity card, or a position. */
    readonly facts: Readonly<Record<string, string | number>> = {},
    options?: ErrorOptions,
    /** Where in the request it is wrong: JSON pointers (RFC 6901). */
    readonly errors: readonly { readonly pointer: string; readonly detail: string }[] = [],
  ) {
    super(message, options);
  }
}
