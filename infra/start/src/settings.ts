import { z } from 'zod';
import { Unusable } from './unusable.js';

const port = z.coerce.number().int().min(1).max(65_535);
const url = (protocol: RegExp) => z.url({ protocol }).optional();

const environment = z.object({
  PORT: port.default(8080),
  MQTT_PORT: port.default(1883),
  DATA_DIR: z.string().min(1).default('.data'),
  DEMO: z.enum(['0', '1']).default('1'),
  DATABASE_URL: url(/^postgres(ql)?$/),
  REDIS_URL: url(/^rediss?$/),
  MQTT_URL: url(/^(mqtts?|tcp)$/),
});

export type StartSettings = z.output<typeof environment>;

/** What `npm start` obeys; everything that is wrong is told at once. */
export function readSettings(env: NodeJS.ProcessEnv): StartSettings {
  const parsed = environment.safeParse(env);
  if (parsed.success) return parsed.data;
  throw new Unusable(parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('; '));
}
