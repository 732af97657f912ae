import { parseArgs, type ParseArgsConfig } from 'node:util';
import { UsageError } from './usage.js';

type Options = NonNullable<ParseArgsConfig['options']>;
type Values = Readonly<Record<string, string | boolean | undefined>>;

const options = {
  fleet: {
    devices: { type: 'string' },
    interval: { type: 'string' },
    scenario: { type: 'string' },
    seed: { type: 'string' },
    connections: { type: 'string' },
    duration: { type: 'string' },
    truth: { type: 'string' },
    mqtt: { type: 'string' },
    credentials: { type: 'string' },
  },
  replay: {
    device: { type: 'string' },
    speed: { type: 'string' },
    'keep-times': { type: 'boolean' },
    secret: { type: 'string' },
    wait: { type: 'string' },
    mqtt: { type: 'string' },
    credentials: { type: 'string' },
  },
  truth: {
    scenario: { type: 'string' },
    seed: { type: 'string' },
    start: { type: 'string' },
    duration: { type: 'string' },
    every: { type: 'string' },
    devices: { type: 'string' },
    interval: { type: 'string' },
    credentials: { type: 'string' },
  },
  load: {
    devices: { type: 'string' },
    rate: { type: 'string' },
    interval: { type: 'string' },
    seconds: { type: 'string' },
    connections: { type: 'string' },
    prefix: { type: 'string' },
    records: { type: 'string' },
    batch: { type: 'string' },
    window: { type: 'string' },
    dials: { type: 'string' },
    history: { type: 'string' },
    backlog: { type: 'string' },
    'dead-zone': { type: 'string' },
    shuffle: { type: 'boolean' },
    duplicates: { type: 'string' },
    'memory-losses': { type: 'string' },
    straps: { type: 'string' },
    holes: { type: 'string' },
    gone: { type: 'string' },
    capacity: { type: 'string' },
    patience: { type: 'string' },
    wait: { type: 'string' },
    deaf: { type: 'boolean' },
    sent: { type: 'string' },
    mqtt: { type: 'string' },
    credentials: { type: 'string' },
  },
  demo: {},
} as const satisfies Record<string, Options>;
export type Command = keyof typeof options;

/** What was typed after a command, to be asked for by name. */
export class Arguments {
  constructor(
    readonly command: Command,
    private readonly values: Values,
    /** The file to replay. */
    readonly file: string | undefined,
  ) {}

  text(name: string): string | undefined {
    const value = this.values[name];
    return typeof value === 'string' ? value : undefined;
  }

  flag = (name: string): boolean => this.values[name] === true;

  number(name: string, least: number, most: number): number | undefined {
    const text = this.text(name);
    if (text === undefined) return undefined;
    const value = Number(text);
    if (text.trim() !== '' && value >= least && value <= most) return value;
    throw new UsageError(`--${name} must be a number from ${least} to ${most}, not ${text}`);
  }

  whole(name: string, least: number, most: number): number | undefined {
    const value = this.number(name, least, most);
    if (value === undefined || Number.isInteger(value)) return value;
    throw new UsageError(`--${name} must be a whole number, not ${value}`);
  }

  url(name: string): string | undefined {
    const text = this.text(name);
    if (text === undefined || (URL.canParse(text) && /^(mqtts?|tcp|ssl):/.test(text))) return text;
    // Not repeated: it may hold a secret.
    throw new UsageError(`--${name} must be an address such as mqtt://127.0.0.1:1883`);
  }
}

export function readArguments(argv: readonly string[]): Arguments {
  const [command, ...rest] = argv;
  if (command === undefined) throw new UsageError('Say what to do: fleet, load, replay, truth or demo');
  if (!isCommand(command)) throw new UsageError(`There is no command ${command}`);
  const { values, positionals } = parsed(command, rest);
  const files = command === 'replay' ? 1 : 0;
  if (positionals.length > files) throw new UsageError(`${command} does not take ${positionals[files] ?? ''}`);
  return new Arguments(command, values, positionals[0]);
}

const isCommand = (word: string): word is Command => Object.hasOwn(options, word);

function parsed(command: Command, args: readonly string[]): { values: Values; positionals: string[] } {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      options: options[command],
      allowPositionals: true,
    });
    return { values: values as Values, positionals };
  } catch (cause) {
    const [line = 'these arguments cannot be read'] = (cause as Error).message.split('. ');
    throw new UsageError(line, { cause });
  }
}
