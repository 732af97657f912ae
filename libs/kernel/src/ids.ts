/** 64-bit identifiers travel as decimal strings: JSON numbers end at 2^53. */
type Id<Of extends string> = string & { readonly of: Of };

export type SuperviseeId = Id<'supervisee'>;
export type DeviceId = Id<'device'>;
export type AlertId = Id<'alert'>;
export type ZoneId = Id<'zone'>;
export type OrderId = Id<'order'>;
export type HoldId = Id<'hold'>;
export type SuppressionId = Id<'suppression'>;
export type IncidentId = Id<'incident'>;
export type LeaveId = Id<'leave'>;
export type BacktestId = Id<'backtest'>;
export type SearchId = Id<'search'>;
export type PointsSchemeId = Id<'points-scheme'>;
export type PointsEntryId = Id<'points-entry'>;
export type PointsCloseId = Id<'points-close'>;
export type FactId = Id<'fact'>;
export type ListedPlaceId = Id<'listed-place'>;
export type ContactId = Id<'contact'>;
export type CommandId = Id<'command'>;
export type AccountId = Id<'account'>;
/** Position in the console feed, or in the order in which records were stored. */
export type Cursor = Id<'cursor'>;

export const superviseeId = (id: string): SuperviseeId => id as SuperviseeId;
export const deviceId = (id: string): DeviceId => id as DeviceId;
export const alertId = (id: string): AlertId => id as AlertId;
export const zoneId = (id: string): ZoneId => id as ZoneId;
export const orderId = (id: string): OrderId => id as OrderId;
export const holdId = (id: string): HoldId => id as HoldId;
export const suppressionId = (id: string): SuppressionId => id as SuppressionId;
export const incidentId = (id: string): IncidentId => id as IncidentId;
export const leaveId = (id: string): LeaveId => id as LeaveId;
export const backtestId = (id: string): BacktestId => id as BacktestId;
export const pointsSchemeId = (id: string): PointsSchemeId => id as PointsSchemeId;
export const pointsEntryId = (id: string): PointsEntryId => id as PointsEntryId;
export const pointsCloseId = (id: string): PointsCloseId => id as PointsCloseId;
export const factId = (id: string): FactId => id as FactId;
export const listedPlaceId = (id: string): ListedPlaceId => id as ListedPlaceId;
export const contactId = (id: string): ContactId => id as ContactId;
export const commandId = (id: string): CommandId => id as CommandId;
export const accountId = (id: string): AccountId => id as AccountId;
export const cursor = (position: string): Cursor => position as Cursor;

/** Fixed in the database: a supervisee's lane is one of these, whoever runs it. */
export const PARTITIONS = 64;

/** The partition of a supervisee. Ids are handed out one after the other, so their remainder spreads them evenly. */
export const partitionOf = (id: SuperviseeId): number => Number(BigInt(id) % BigInt(PARTITIONS));
