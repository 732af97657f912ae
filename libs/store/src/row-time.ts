import { instant, isoInShanghai } from '#libs/kernel';

/** Times as answers carry them. */
export const iso = (at: Date): string => isoInShanghai(instant(at.getTime()));
export const isoOrNull = (at: Date | null): string | null => (at === null ? null : iso(at));
