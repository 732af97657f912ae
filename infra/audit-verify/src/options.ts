/** What to check: an exported file, or the log where it is. */
export interface Options {
  readonly file?: string;
  readonly database?: string;
  readonly head?: string;
}

export const USAGE = 'audit:verify -- (--file export.ndjson | --database postgres://…) [--head HASH]';

/** Reads the command line; throws with the usage when it cannot be read. */
export function readOptions(args: readonly string[]): Options {
  const options: Record<string, string> = {};
  for (let at = 0; at < args.length; at += 2) {
    const [name, value] = [args[at]?.replace(/^--/, '') ?? '', args[at + 1]];
    if (!['file', 'database', 'head'].includes(name) || value === undefined) throw new Error(USAGE);
    options[name] = value;
  }
  if ((options['file'] === undefined) === (options['database'] === undefined)) throw new Error(USAGE);
  if (options['head'] !== undefined && !/^[0-9a-fA-F]{64}$/.test(options['head'])) {
    throw new Error('--head is the 64 hexadecimal digits that the last check printed');
  }
  return options;
}
