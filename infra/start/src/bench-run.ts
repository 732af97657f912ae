import { existsSync, readdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { findChromium } from './test-run.js';
import { startScratchServices } from './scratch.js';
import { Unusable } from './unusable.js';

/** `npm run bench -- <name>`: runs one measurement on services of its own; its last line is a JSON object. */
export async function bench(args: readonly string[], tell: (line: string) => void): Promise<void> {
  const folder = resolve('dist/test/bench');
  const names = existsSync(folder)
    ? readdirSync(folder).flatMap((file) => /^(.+)\.bench\.js$/.exec(file)?.[1] ?? [])
    : [];
  const [name] = args;
  if (name === undefined || !names.includes(name))
    throw new Unusable(`npm run bench -- <name>, where <name> is one of: ${names.join(', ')}`);
  // What tells of progress must not be taken for the result: only the last line of standard output is that.
  const services = await startScratchServices(tell);
  try {
    Object.assign(process.env, {
      TEST_DATABASE_URL: services.ownerUrl,
      TEST_APPLICATION_URL: services.applicationUrl,
      TEST_REDIS_URL: services.redisUrl,
      CHROMIUM: await findChromium(tell),
      BENCH: name,
    });
    await import(pathToFileURL(resolve(folder, `${name}.bench.js`)).href);
  } finally {
    await services.stop();
  }
}
