import { join } from 'node:path';
import { instant } from '#libs/kernel';
import { deviceIdentifier } from '#libs/protocol';
import type { Arguments } from './arguments.js';
import { freshMemory } from './fleet.js';
import { dataDir } from './inputs.js';
import { Registry } from './platform/enrol.js';
import { readDemonstration } from './platform/running.js';
import { readSecrets, SecretKeeper } from './platform/secrets.js';
import type { Progress } from './progress.js';
import { Refusal } from './refusal.js';
import { replay } from './replay.js';
import { readTrack } from './track/read-track.js';
import type { TrackPoint } from './track/track.js';
import { UsageError } from './usage.js';

/** Where replayed people are on the books; their tracks may lead anywhere. */
const DIVISION = '520303';

/** `replay`: true when the platform has stored everything. */
export async function replayCommand(
  args: Arguments,
  run: { progress: Progress; signal: AbortSignal },
): Promise<boolean> {
  const [file, deviceId] = [args.file, args.text('device')];
  if (file === undefined) throw new UsageError('replay needs a file, GPX or CSV');
  if (deviceId === undefined) throw new UsageError('replay needs --device: the wristband to play');
  if (!deviceIdentifier.safeParse(deviceId).success)
    throw new UsageError(`--device must be 4 to 32 letters, digits and hyphens, not ${deviceId}`);
  const speed = args.number('speed', 0.001, 1e6) ?? 1;
  const lastAcksMs = (args.number('wait', 0, 86_400) ?? 60) * 1_000;
  const mqtt = args.url('mqtt');
  const points = pointsOf(file);
  const broker = mqtt === undefined ? await throughDemonstration(args, deviceId) : withSecret(args, deviceId, mqtt);
  return replay({ points, deviceId, ...broker, speed, keepTimes: args.flag('keep-times'), lastAcksMs, ...run });
}

function pointsOf(file: string): TrackPoint[] {
  try {
    return readTrack(file);
  } catch (cause) {
    throw new Refusal(`${file} cannot be replayed: ${(cause as Error).message}`, { cause });
  }
}

function withSecret(args: Arguments, deviceId: string, mqttUrl: string) {
  const file = args.text('credentials');
  const secret = args.text('secret') ?? (file === undefined ? undefined : readSecrets(file).get(deviceId));
  if (secret === undefined) throw new UsageError(`--mqtt needs --secret, or --credentials with ${deviceId} in it`);
  return { mqttUrl, secret, memory: freshMemory(instant(Date.now())) };
}

/** Registers the device and somebody to wear it, if nobody does, so that the replay shows on the map. */
async function throughDemonstration(args: Arguments, deviceId: string) {
  const demonstration = readDemonstration(dataDir());
  const keeper = new SecretKeeper(join(dataDir(), 'fleet.json'));
  const given = args.text('secret');
  if (given !== undefined) keeper.lend(deviceId, given);
  const registry = new Registry(demonstration, keeper);
  const { secrets, refused } = await registry.enrol([
    { deviceId, name: `GPX 回放 ${deviceId}`, division: DIVISION, intervalSeconds: 60 },
  ]);
  const secret = secrets.get(deviceId);
  if (secret === undefined) throw new Refusal(refused[0]?.why ?? `${deviceId} could not be registered`);
  return { mqttUrl: demonstration.mqttUrl, secret, memory: await registry.memoryOf(deviceId, DIVISION) };
}
