import { z } from 'zod';
import { Unusable } from './unusable.js';

const aPort = 'must be a number from 1 to 65535';
const port = z.coerce.number(aPort).int(aPort).min(1, aPort).max(65_535, aPort);
const url = (protocol: RegExp, example: string) =>
  z.url({ protocol, error: `must be an address such as ${example}` }).optional();

const environment = z
  .object({
    PORT: port.default(8080),
    MQTT_PORT: port.default(1883),
    DATA_DIR: z.string().default('.data'),
    DEMO: z.enum(['0', '1'], 'must be 1 (the demonstration) or 0 (an empty start)').default('1'),
    DATABASE_URL: url(/^postgres(ql)?$/, 'postgres://user:password@127.0.0.1:5432/zhengtu'),
    REDIS_URL: url(/^rediss?$/, 'redis://127.0.0.1:6379'),
    MQTT_URL: url(/^(mqtts?|tcp)$/, 'mqtt://platform:secret@127.0.0.1:1883'),
  })
  .refine(({ PORT, MQTT_PORT }) => PORT !== MQTT_PORT, { path: ['MQTT_PORT'], error: 'must not be the same as PORT' });

export type StartSettings = z.output<typeof environment>;

/** What `npm start` obeys. All that is wrong is told at once, without the values: there may be passwords in them. */
export function readSettings(env: NodeJS.ProcessEnv): StartSettings {
  const set = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''));
  const parsed = environment.safeParse(set);
  if (parsed.success) return parsed.data;
  throw new Unusable(parsed.error.issues.map((issue) => `${issue.path.join('.')} ${issue.message}`).join('; ') + '.');
}
