import { HttpStatus } from '@nestjs/common';
import type { ErrorCode } from '#libs/kernel';

const { BAD_REQUEST, UNAUTHORIZED, FORBIDDEN, NOT_FOUND, METHOD_NOT_ALLOWED, CONFLICT, GONE } = HttpStatus;
const { PAYLOAD_TOO_LARGE, UNPROCESSABLE_ENTITY, TOO_MANY_REQUESTS, INTERNAL_SERVER_ERROR } = HttpStatus;

/** The one place where a refusal becomes an HTTP status and a title. A new code does not compile until it has both. */
const refusals = {
  'request.invalid': [BAD_REQUEST, 'The request is not valid'],
  'request.malformed': [BAD_REQUEST, 'The request cannot be read'],
  'request.too-large': [PAYLOAD_TOO_LARGE, 'The request is too large'],
  'request.cross-site': [FORBIDDEN, 'The request comes from another site'],
  'request.repeated-differently': [UNPROCESSABLE_ENTITY, 'The key was used for another request'],
  'route.not-found': [NOT_FOUND, 'There is nothing at this address'],
  'method.not-allowed': [METHOD_NOT_ALLOWED, 'The address does not take this method'],
  'fault.unexpected': [INTERNAL_SERVER_ERROR, 'Something failed on our side'],
  'session.missing': [UNAUTHORIZED, 'Not signed in'],
  'session.refused': [UNAUTHORIZED, 'Name or password is wrong'],
  'session.too-many-attempts': [TOO_MANY_REQUESTS, 'Too many failed attempts'],
  'setup.refused': [FORBIDDEN, 'The setup link is not valid'],
  'account.not-found': [NOT_FOUND, 'No such account'],
  'account.exists': [CONFLICT, 'The name is taken'],
  'officer.outside-jurisdiction': [FORBIDDEN, 'Outside the own jurisdiction'],
  'officer.role-not-allowed': [FORBIDDEN, 'The role does not allow it'],
  'supervisee.not-found': [NOT_FOUND, 'No such supervisee'],
  'supervisee.changed-meanwhile': [CONFLICT, 'Somebody else has changed it meanwhile'],
  'device.not-found': [NOT_FOUND, 'No such wristband'],
  'device.exists': [CONFLICT, 'The wristband is registered already'],
  'device.already-bound': [CONFLICT, 'Bound already'],
  'device.not-bound': [CONFLICT, 'Not bound'],
  'order.not-found': [NOT_FOUND, 'No such device order'],
  'order.not-proposed': [CONFLICT, 'The order is not waiting for approval'],
  'order.not-in-force': [CONFLICT, 'The order has ended'],
  'order.too-long': [UNPROCESSABLE_ENTITY, 'A device order lasts at most three months'],
  'order.own-proposal': [FORBIDDEN, 'Nobody approves what he proposed himself'],
  'hold.not-found': [NOT_FOUND, 'No such legal hold'],
  'hold.released': [CONFLICT, 'The hold has been released'],
  'hold.of-prosecutor': [FORBIDDEN, 'Only a prosecutor releases what a prosecutor holds'],
  'suppression.not-found': [NOT_FOUND, 'No such suppression'],
  'suppression.not-proposed': [CONFLICT, 'The suppression is not waiting for approval'],
  'suppression.own-proposal': [FORBIDDEN, 'Nobody approves what he proposed himself'],
  'suppression.over': [CONFLICT, 'The suppression is over'],
  'suppression.too-long': [UNPROCESSABLE_ENTITY, 'A suppression ends by itself, earlier than that'],
  'leave.not-found': [NOT_FOUND, 'No such leave'],
  'leave.over': [CONFLICT, 'The leave is over'],
  'backtest.not-found': [NOT_FOUND, 'No such backtest'],
  'backtest.over': [CONFLICT, 'The backtest is over'],
  'backtest.too-many': [UNPROCESSABLE_ENTITY, 'Too many people for one backtest'],
  'backtest.too-many-waiting': [CONFLICT, 'Too many backtests of this office wait'],
  'zone.not-found': [NOT_FOUND, 'No such zone'],
  'zone.geometry-invalid': [UNPROCESSABLE_ENTITY, 'The geometry is not an area'],
  'division.unknown': [UNPROCESSABLE_ENTITY, 'No such division'],
  'alert.not-found': [NOT_FOUND, 'No such alert'],
  'alert.claimed-by-other': [CONFLICT, 'Somebody else has claimed it'],
  'alert.already-resolved': [CONFLICT, 'It has been resolved'],
  'incident.not-found': [NOT_FOUND, 'No such incident'],
  'track.purpose-missing': [BAD_REQUEST, 'A look at a track needs a purpose'],
  'cursor.too-old': [GONE, 'The feed no longer reaches back that far'],
  'partition.lost': [CONFLICT, 'Another process has taken over'],
} as const satisfies Record<ErrorCode, readonly [HttpStatus, string]>;

export const errorCodes = Object.keys(refusals) as readonly ErrorCode[];
export const statusOf = (code: ErrorCode): HttpStatus => refusals[code][0];
export const titleOf = (code: ErrorCode): string => refusals[code][1];
