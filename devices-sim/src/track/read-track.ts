import { readFileSync } from 'node:fs';
import { parseCsv } from './csv.js';
import { parseGpx } from './gpx.js';
import type { TrackPoint } from './track.js';

export function readTrack(file: string): TrackPoint[] {
  const text = readFileSync(file, 'utf8');
  const points = text.trimStart().startsWith('<') ? parseGpx(text) : parseCsv(text);
  if (points.length === 0) throw new Error(`${file} holds no positions`);
  return points;
}
