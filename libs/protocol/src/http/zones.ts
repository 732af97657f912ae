import { z } from 'zod';
import { weeklySchedule } from '../schedule.js';
import { divisionCode, id, latitude, longitude, time, zoneKinds } from '../vocabulary.js';
import { endpoint } from './endpoint.js';
import { page, paging } from './shared.js';

const position = z.tuple([longitude, latitude]);
const ring = z
  .array(position)
  .min(4)
  .max(20_000)
  .refine((points) => JSON.stringify(points[0]) === JSON.stringify(points.at(-1)), {
    message: 'a ring must end where it begins',
  });
export const polygon = z.strictObject({ type: z.literal('Polygon'), coordinates: z.array(ring).min(1) });
export const multiPolygon = z.strictObject({
  type: z.literal('MultiPolygon'),
  coordinates: z.array(z.array(ring).min(1)).min(1),
});
/** GeoJSON, WGS-84, longitude first; holes allowed. */
export const area = z.discriminatedUnion('type', [polygon, multiPolygon]);
export type Area = z.infer<typeof area>;
export const circle = z.strictObject({
  lat: latitude,
  lon: longitude,
  radius: z.number().positive().max(500_000).describe('metres'),
});
export type Circle = z.infer<typeof circle>;

const drawn = {
  name: z.string().trim().min(1).max(200),
  kind: z.enum(zoneKinds),
  geometry: area.optional(),
  circle: circle.optional(),
  schedule: weeklySchedule
    .optional()
    .describe('when one must be inside; such an area says nothing about other times (zone.absent, not zone.exit)'),
  buffer: z.number().min(0).max(50_000).default(0).describe('metres'),
};
type Drawn = z.output<z.ZodObject<typeof drawn>>;
const hasOneShape = (zone: Pick<Drawn, 'geometry' | 'circle'>): boolean =>
  (zone.geometry === undefined) !== (zone.circle === undefined);
const oneShape = { message: 'give either geometry or circle', path: ['geometry'] };
const mayHaveTimes = (zone: Pick<Drawn, 'schedule' | 'kind'>): boolean =>
  zone.schedule === undefined || zone.kind === 'inclusion';
const timesOfInclusion = { message: 'only an area that one must be in has times', path: ['schedule'] };

/** A zone without anybody it is for. */
export const drawing = z
  .strictObject({ ...drawn, kind: z.enum(['inclusion', 'exclusion']) })
  .refine(hasOneShape, oneShape)
  .refine(mayHaveTimes, timesOfInclusion);

export const newZone = z
  .strictObject({ ...drawn, supervisees: z.array(id).max(10_000).optional(), division: divisionCode.optional() })
  .refine(hasOneShape, oneShape)
  .refine((zone) => zone.supervisees !== undefined || zone.division !== undefined, {
    message: 'say for whom: supervisees or division',
    path: ['supervisees'],
  })
  .refine(mayHaveTimes, timesOfInclusion);

export const zone = z.object({
  id,
  version: z.int(),
  name: z.string(),
  kind: z.enum(zoneKinds),
  geometry: area.nullable(),
  circle: circle.nullable(),
  buffer: z.number(),
  supervisees: z.array(id),
  division: divisionCode.nullable(),
  schedule: weeklySchedule.nullable(),
  validFrom: time,
});
export type Zone = z.infer<typeof zone>;

export const division = z.object({
  code: divisionCode,
  nameZh: z.string(),
  nameEn: z.string(),
  geometry: area.nullable(),
  source: z.string(),
});
export type Division = z.infer<typeof division>;

const readers = ['officer', 'county', 'head', 'prosecutor'] as const;
export const zoneEndpoints = {
  listZones: endpoint({
    method: 'GET',
    path: '/zones',
    roles: readers,
    summary: 'Zones as they are now',
    query: z.strictObject({ ...paging, supervisee: id.optional() }),
    answer: page(zone),
  }),
  addZone: endpoint({
    method: 'POST',
    path: '/zones',
    roles: ['officer', 'county', 'head'],
    summary: 'Draw a zone',
    body: newZone,
    answer: zone,
    status: 201,
  }),
  redrawZone: endpoint({
    method: 'PUT',
    path: '/zones/{id}',
    roles: ['officer', 'county', 'head'],
    summary: 'A new version, valid from now; what was before is judged by what was drawn then',
    body: newZone,
    answer: zone,
  }),
  listDivisions: endpoint({
    method: 'GET',
    path: '/divisions',
    roles: [],
    summary: 'Counties with their borders (WGS-84)',
    answer: z.object({ items: z.array(division), next: z.null() }),
  }),
};
