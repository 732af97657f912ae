import { z } from 'zod';

const port = z.coerce.number().int().min(0).max(65_535);
const url = (protocol: RegExp, example: string) => z.url({ protocol, error: `must be an address such as ${example}` });
const flag = z.enum(['0', '1']).transform((value) => value === '1');

const databaseUrl = url(/^postgres(ql)?$/, 'postgres://user:password@127.0.0.1:5432/zhengtu');
const redisUrl = url(/^rediss?$/, 'redis://127.0.0.1:6379');
const mqttUrl = url(/^(mqtts?|tcp)$/, 'mqtt://platform:secret@127.0.0.1:1883');

/** What every process has. */
const process = {
  DATABASE_URL: databaseUrl,
  /** Where the process answers /health/live, /health/ready and /metrics; 0 takes a free port. */
  HEALTH_PORT: port.default(0),
  HOST: z.string().default('127.0.0.1'),
};

const settings = {
  broker: z.object({
    ...process,
    MQTT_HOST: z.string().default('127.0.0.1'),
    MQTT_PORT: port.default(1883),
    MQTT_TLS_KEY: z.string().optional(),
    MQTT_TLS_CERT: z.string().optional(),
    /** Another port, on this machine only and without TLS: for our own processes where wristbands come over TLS. */
    MQTT_PLATFORM_PORT: port.optional(),
    /** The password of the user `platform`, as which our own processes sign in to the broker. */
    PLATFORM_MQTT_SECRET: z.string().min(16),
  }),
  ingest: z.object({
    ...process,
    REDIS_URL: redisUrl,
    MQTT_URL: mqttUrl,
    INGEST_CLIENT_ID: z.string().default('zhengtu-ingest'),
    /** Name of a shared subscription (`$share/<name>/…`) for brokers that have them; empty for the embedded one. */
    INGEST_SHARE: z.string().default(''),
    /** The longest a record waits in memory before it is written. Longer makes larger batches and later alerts. */
    INGEST_FLUSH_MS: z.coerce.number().int().min(1).max(5_000).default(15),
    INGEST_BATCH: z.coerce.number().int().min(1).max(20_000).default(2_000),
  }),
  engine: z.object({ ...process, REDIS_URL: redisUrl, ENGINE_NAME: z.string().optional() }),
  worker: z.object({
    ...process,
    REDIS_URL: redisUrl,
    /** A folder on the disk that must not run full. */
    DATA_DIR: z.string().optional(),
    /** PostgreSQL's data directory, when it is on this machine. */
    DATABASE_DIR: z.string().optional(),
    /** What a database elsewhere may grow to, in gigabytes (1e9 bytes). */
    DATABASE_SIZE_LIMIT_GB: z.coerce.number().positive().optional(),
    /** The broker, as wristbands reach it: the canary signs in there with a secret of its own. Without it there is none. */
    MQTT_URL: mqttUrl.optional(),
    CANARY: flag.default(true),
  }),
  api: z.object({
    ...process,
    REDIS_URL: redisUrl,
    PORT: port.default(8080),
    /** Folder of the built console; without it the api serves no pages. */
    CONSOLE_DIR: z.string().optional(),
    /** 1 behind TLS: the session cookie is then sent over https only. */
    COOKIE_SECURE: flag.default(false),
    /**
     * Reverse proxies in front of us, as addresses or `loopback`, comma-separated: what they say of a client's address is
     * believed. Nobody's word is taken without.
     */
    TRUSTED_PROXIES: z.string().default(''),
    /** Raster tiles, for example https://tiles.example.cn/{z}/{x}/{y}.png; none by default. */
    TILE_URL: z.string().optional(),
    TILE_CRS: z.enum(['wgs84', 'gcj02']).default('wgs84'),
    TILE_ATTRIBUTION: z.string().optional(),
    /** Shared with an outside broker that asks us who may connect; the hook answers nobody without it. */
    HOOK_SECRET: z.string().min(16).optional(),
    DEMO: flag.default(false),
  }),
} as const;

export type ProcessName = keyof typeof settings;
export type Config<Name extends ProcessName> = Readonly<z.output<(typeof settings)[Name]>>;

/** Reads the environment once, at the top of a main. Lists everything that is wrong, not only the first thing. */
export function loadConfig<Name extends ProcessName>(
  name: Name,
  env: Readonly<Record<string, string | undefined>>,
): Config<Name> {
  const parsed = settings[name].safeParse(env);
  if (parsed.success) return Object.freeze(parsed.data) as Config<Name>;
  const faults = parsed.error.issues.map((issue) => `  ${issue.path.join('.')}: ${issue.message}`);
  // Values are not repeated: they may be secrets.
  throw new Error(`The configuration of ${name} is not usable:\n${faults.join('\n')}`);
}
