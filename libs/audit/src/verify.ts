import { ChainVerifier, GENESIS, type ChainFault } from './chain.js';
import { readEntry } from './read-entry.js';
import type { Entry } from './entry.js';

/** What checking a log came to. */
export interface Verdict {
  /** How many entries stand where they should, from the beginning. */
  readonly entries: number;
  /** The hash of the last of them: what to write down, and to ask for next time. */
  readonly head: string;
  /** The first thing that is wrong; the log proves nothing from there on. */
  readonly fault: LogFault | null;
}

export interface LogFault {
  /** Number of the entry; of the line, when it is no entry. */
  readonly seq: string;
  readonly fault: ChainFault['fault'] | 'form' | 'head';
  readonly detail: string;
}

export interface Expectation {
  /** A hash that was written down when the log was last checked: it must still be there. */
  readonly head?: string | undefined;
}

const meaning: Readonly<Record<LogFault['fault'], string>> = {
  hash: 'its words are not those that were hashed',
  link: 'it does not follow the entry before it: one was removed, inserted or moved',
  order: 'its number is not the next',
  form: 'it is not an audit entry',
  head: 'the entry that was written down is not in the log: its end was cut off or replaced',
};

const faultAt = (seq: string, fault: LogFault['fault']): LogFault => ({ seq, fault, detail: meaning[fault] });

/**
 * Checks a log entry by entry (undefined: something that is none), with the memory of a single one. A chain cannot show
 * by itself that its end was cut off: only who wrote a hash down can ask for it.
 */
export async function verifyEntries(
  entries: AsyncIterable<Entry | undefined> | Iterable<Entry | undefined>,
  expected: Expectation = {},
): Promise<Verdict> {
  const verifier = new ChainVerifier();
  const wanted = expected.head?.toLowerCase();
  let isThere = wanted === undefined || wanted === GENESIS;
  let sound = { entries: 0, head: GENESIS };
  for await (const entry of entries) {
    if (entry === undefined) return { ...sound, fault: faultAt(`line ${sound.entries + 1}`, 'form') };
    const fault = verifier.check(entry);
    if (fault !== undefined) return { ...sound, fault: faultAt(fault.seq, fault.fault) };
    sound = { entries: verifier.count, head: verifier.head };
    isThere ||= entry.hash === wanted;
  }
  return { ...sound, fault: isThere ? null : faultAt(String(sound.entries), 'head') };
}

/** Checks an exported log, line by line (NDJSON). */
export function verifyLines(
  lines: AsyncIterable<string> | Iterable<string>,
  expected: Expectation = {},
): Promise<Verdict> {
  return verifyEntries(entriesOf(lines), expected);
}

async function* entriesOf(lines: AsyncIterable<string> | Iterable<string>): AsyncGenerator<Entry | undefined> {
  for await (const line of lines) if (line.trim() !== '') yield readEntry(line);
}
