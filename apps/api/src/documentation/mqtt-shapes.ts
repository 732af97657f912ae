import { fixSources, latitude, longitude, MAX_RECORDS, recordKinds } from '#libs/protocol';
import { z } from 'zod';

/**
 * What a wristband sends, as a schema to publish. The platform itself reads uplinks by hand, for speed; a spec holds
 * the two together.
 */
const counted = z
  .int()
  .min(1)
  .max(Number.MAX_SAFE_INTEGER - 1);

export const uplinkRecord = z
  .looseObject({
    seq: counted.describe('1, 2, 3 … per device and memory life, over all kinds'),
    t: z.int().describe('device time, milliseconds since the epoch'),
    k: z
      .string()
      .min(1)
      .max(64)
      .describe(`one of ${recordKinds.join(', ')}; others are stored and shown, not refused`),
    lat: latitude.optional(),
    lon: longitude.optional(),
    acc: z.number().min(0).optional().describe('radius of 68 % confidence in metres; 0 is unknown'),
    crs: z.enum(['wgs84', 'gcj02', 'bd09']).optional(),
    src: z
      .string()
      .max(32)
      .optional()
      .describe(`one of ${fixSources.join(', ')}`),
    bat: z.number().min(0).max(100).optional().describe('percent'),
    rssi: z.number().min(-1_000).max(1_000).optional().describe('dBm'),
    worn: z.boolean().optional(),
    spd: z.number().min(0).max(100_000).optional().describe('metres per second'),
    hdg: z.number().min(0).max(360).optional().describe('degrees from north'),
    alt: z.number().min(-100_000).max(10_000_000).optional().describe('metres'),
    sat: z.number().min(0).max(1_000).optional(),
    hr: z.number().min(0).max(1_000).optional().describe('beats a minute'),
  })
  .describe('One observation. A `fix` has `lat` and `lon`. Unknown keys are kept.');

export const uplinkMessage = z
  .looseObject({
    boot: z
      .int()
      .min(0)
      .max(2 ** 31 - 1)
      .describe("number of the device's start"),
    rec: z.array(uplinkRecord).max(MAX_RECORDS).optional(),
    gone: z
      .array(z.tuple([counted, counted]))
      .max(MAX_RECORDS)
      .optional()
      .describe('records that were asked for again and are no longer there'),
  })
  .describe('One batch, at most 64 KiB');

export const linkMessage = z.object({ online: z.boolean() });

export const ownTracksMessage = z
  .looseObject({ _type: z.string(), tst: z.int().optional(), lat: latitude.optional(), lon: longitude.optional() })
  .describe('The OwnTracks JSON format (location, transition, waypoint, lwt, card)');
