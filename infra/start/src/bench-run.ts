import { once } from 'node:events';
import { existsSync, readdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { findChromium } from './chromium.js';
import { startScratchServices } from './scratch.js';
import type { Tell } from './services.js';
import { Unusable } from './unusable.js';

/** `npm run bench -- <name>`: runs one measurement on services of its own; its last line is a JSON object. */
export async function bench(args: readonly string[], tell: Tell, signal: AbortSignal): Promise<number> {
  const folder = resolve('dist/test/bench');
  const names = existsSync(folder)
    ? readdirSync(folder).flatMap((file) => /^(.+)\.bench\.js$/.exec(file)?.[1] ?? [])
    : [];
  const [name] = args;
  if (name === undefined || !names.includes(name))
    throw new Unusable(`npm run bench -- <name>, where <name> is one of: ${names.join(', ')}`);
  const chromium = await findChromium(tell);
  const services = await startScratchServices(tell, signal);
  try {
    Object.assign(process.env, {
      TEST_DATABASE_URL: services.ownerUrl,
      TEST_APPLICATION_URL: services.applicationUrl,
      TEST_REDIS_URL: services.redisUrl,
      CHROMIUM: chromium,
      BENCH: name,
      // What is counted is what a bench has sent.
      CANARY: '0',
    });
    const measured = import(pathToFileURL(resolve(folder, `${name}.bench.js`)).href).then(() => 0);
    return await Promise.race([measured, once(signal, 'abort').then(() => 130)]);
  } finally {
    await services.stop();
  }
}
