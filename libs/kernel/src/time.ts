/** A point in time: milliseconds since the Unix epoch, UTC. */
export type Instant = number & { readonly unit: 'epoch-ms' };
/** A length of time in milliseconds. */
export type Millis = number & { readonly unit: 'ms' };

export const instant = (epochMs: number): Instant => epochMs as Instant;
export const seconds = (n: number): Millis => (n * 1_000) as Millis;
export const minutes = (n: number): Millis => seconds(n * 60);
export const hours = (n: number): Millis => minutes(n * 60);
export const days = (n: number): Millis => hours(n * 24);

/** From the earlier to the later; negative when they are the other way round. */
export const since = (earlier: Instant, later: Instant): Millis => (later - earlier) as Millis;
export const after = (at: Instant, length: Millis): Instant => (at + length) as Instant;
export const before = (at: Instant, length: Millis): Instant => (at - length) as Instant;

/** ISO 8601 with the offset of the place where the law counts its days (Asia/Shanghai has had no summer time since 1991). */
export function isoInShanghai(at: Instant): string {
  return new Date(at + hours(8)).toISOString().replace('Z', '+08:00');
}
