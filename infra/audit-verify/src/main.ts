import { pathToFileURL } from 'node:url';
import { readOptions } from './options.js';
import { sentenceOf, verifyLog } from './verify-log.js';

/** `npm run audit:verify`. Exit code 0: the log holds. 1: it does not. 2: it could not be checked. */
export async function main(args: readonly string[]): Promise<0 | 1 | 2> {
  try {
    const verdict = await verifyLog(readOptions(args));
    process.stdout.write(sentenceOf(verdict));
    return verdict.fault === null ? 0 : 1;
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    return 2;
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) process.exitCode = await main(process.argv.slice(2));
