import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { credentials, divisionCode, roles } from '#libs/protocol';
import { Refusal } from '../refusal.js';

const demonstration = z.object({
  url: z.url(),
  mqttUrl: z.url(),
  accounts: z.array(z.object({ ...credentials.shape, role: z.enum(roles), division: divisionCode })),
});
/** What `npm start` writes down when it runs as a demonstration. */
export type Demonstration = z.output<typeof demonstration>;
export type DemoAccount = Demonstration['accounts'][number];

export function readDemonstration(dataDir: string): Demonstration {
  const file = join(dataDir, 'demo.json');
  try {
    return demonstration.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch (cause) {
    throw new Refusal(
      `No running demonstration in ${file}: start one with npm start, or give --mqtt and --credentials`,
      { cause },
    );
  }
}
