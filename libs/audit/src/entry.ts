/** Who acts: a person, a wristband, or one of our own processes. */
export type Actor = `account:${string}` | `device:${string}` | `system:${string}`;

/** One line of the audit log before it has its place in the chain. Times are ISO 8601 in UTC with milliseconds. */
export interface Act {
  readonly at: string;
  readonly actor: Actor;
  readonly role: string;
  /** `noun.past`, for example `alert.claimed`, `track.viewed`. */
  readonly action: string;
  /** What it was done to, for example `supervisee:17`. */
  readonly subject: string;
  readonly division: string | null;
  readonly purpose: string | null;
  /** Facts only: ids, codes, times. Numbers must be integers, so that every language prints them alike. */
  readonly detail: Detail;
}

export type Detail = { readonly [key: string]: DetailValue };
export type DetailValue = string | number | boolean | null | readonly DetailValue[] | Detail;

/** A line in its place. Hashes are lower-case hex of SHA-256. */
export interface Entry extends Act {
  readonly seq: string;
  readonly prevHash: string;
  readonly hash: string;
}
