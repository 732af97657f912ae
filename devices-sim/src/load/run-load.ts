import { join } from 'node:path';
import type { Arguments } from '../arguments.js';
import { dataDir } from '../inputs.js';
import { readSecrets } from '../platform/secrets.js';
import type { Progress } from '../progress.js';
import { Refusal } from '../refusal.js';
import { UsageError } from '../usage.js';
import { Load } from './load.js';
import type { LoadSettings } from './load-settings.js';

/** `load`: false when the platform has not acknowledged everything. */
export async function loadCommand(
  args: Arguments,
  run: { readonly progress: Progress; readonly signal: AbortSignal },
): Promise<boolean> {
  const report = await new Load({ ...settingsOf(args), ...run }).run();
  process.stdout.write(`${JSON.stringify(report)}\n`);
  return run.signal.aborted || report.unacknowledged === 0;
}

function settingsOf(args: Arguments): Omit<LoadSettings, 'progress' | 'signal'> {
  const { mqttUrl, ids, secrets, shared } = whoAndHow(args);
  const share = (name: string): number => args.number(name, 0, 1) ?? 0;
  const usual = args.whole('records', 1, 300) ?? 1;
  const interval = args.number('interval', 0.001, 86_400);
  const seconds = (name: string, usually: number): number => (args.number(name, 0, 1e7) ?? usually) * 1_000;
  return {
    mqttUrl,
    ids,
    secrets,
    shared,
    window: args.whole('window', 1, 60_000) ?? (shared === undefined ? 8 : 500),
    hears: !args.flag('deaf'),
    dialsPerSecond: args.number('dials', 1, 1e6) ?? 1_000,
    rate: interval === undefined ? (args.number('rate', 0.001, 1e6) ?? ids.length) : ids.length / interval,
    seconds: args.number('seconds', 0, 1e7) ?? 60,
    history: args.whole('history', 0, 1_000_000) ?? 0,
    usual,
    batch: Math.max(usual, args.whole('batch', 1, 300) ?? 100),
    backlog: share('backlog'),
    deadZone: args.number('dead-zone', 0.1, 86_400) ? seconds('dead-zone', 0) : 20_000,
    scattered: args.flag('shuffle'),
    duplicates: share('duplicates'),
    memoryLosses: args.number('memory-losses', 0, 1e6) ?? 0,
    straps: share('straps'),
    holes: share('holes'),
    gone: share('gone'),
    capacity: args.whole('capacity', 100, 1_000_000_000) ?? 50_000,
    patience: seconds('patience', 60),
    wait: seconds('wait', 60),
    sent: args.text('sent'),
  };
}

/** Shared connections need nobody's secret but the platform's; a wristband's own connection needs that of the wristband. */
function whoAndHow(args: Arguments): Pick<LoadSettings, 'mqttUrl' | 'ids' | 'secrets' | 'shared'> {
  const [mqttUrl, shared, count] = [
    args.url('mqtt'),
    args.whole('connections', 1, 10_000),
    args.whole('devices', 1, 1_000_000),
  ];
  if (mqttUrl === undefined) throw new UsageError('load needs --mqtt: the demonstration has not so many wristbands');
  if (shared !== undefined) {
    const prefix = args.text('prefix') ?? 'load-';
    const ids = Array.from({ length: count ?? 1_000 }, (_, index) => `${prefix}${String(index + 1).padStart(6, '0')}`);
    return { mqttUrl, ids, secrets: new Map(), shared };
  }
  const secrets = readSecrets(args.text('credentials') ?? join(dataDir(), 'fleet.json'));
  if (secrets.size < (count ?? 1)) throw new Refusal(`There are secrets for ${secrets.size} wristbands only`);
  return { mqttUrl, ids: [...secrets.keys()].slice(0, count), secrets, shared: undefined };
}
