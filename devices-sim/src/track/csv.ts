import { parse } from 'csv-parse/sync';
import { pointOf, type TrackPoint } from './track.js';

/** What columns are called by those who write such files. */
const columns: Readonly<Record<string, readonly string[]>> = {
  lat: ['lat', 'latitude', '纬度'],
  lon: ['lon', 'lng', 'long', 'longitude', '经度'],
  time: ['time', 'timestamp', 't', 'at', 'datetime', 'date', '时间'],
  acc: ['acc', 'accuracy', 'horizontal_accuracy', '精度'],
  alt: ['alt', 'altitude', 'ele', 'elevation'],
  speed: ['speed', 'spd'],
  hdop: ['hdop'],
  sat: ['sat', 'satellites'],
};

/** A table with a heading; commas, semicolons or tabs. */
export function parseCsv(text: string): TrackPoint[] {
  const heading = text.slice(0, text.indexOf('\n') + 1 || undefined);
  const delimiter = ['\t', ';', ','].find((sign) => heading.includes(sign)) ?? ',';
  const name = (column: string): string =>
    Object.keys(columns).find((known) => columns[known]?.includes(column)) ?? column;
  const headings = (row: string[]): string[] => row.map((column) => name(column.trim().toLowerCase()));
  const rows = parse(text, {
    columns: headings,
    delimiter,
    bom: true,
    skip_empty_lines: true,
    relax_column_count: true,
    trim: true,
  });
  const points = (rows as Readonly<Record<string, string>>[]).flatMap((row) => pointOf(row) ?? []);
  if (points.length === 0 && rows.length > 0)
    throw new Error(`no column for latitude and longitude among: ${heading.trim()}`);
  return points;
}
