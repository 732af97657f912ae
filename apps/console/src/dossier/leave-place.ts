import type { Leave } from '#libs/protocol';

type Place = { readonly division: NonNullable<Leave['division']> } | { readonly circle: NonNullable<Leave['circle']> };

/** A division code, or latitude, longitude (WGS-84) and metres; undefined for anything else. */
export function placeOf(typed: string): Place | undefined {
  const text = typed.trim();
  if (/^(\d{2}|\d{4}|\d{6})$/.test(text)) return { division: text };
  const numbers = text.split(/[\s,，]+/).map(Number);
  const [lat = Number.NaN, lon = Number.NaN, radius = Number.NaN] = numbers;
  const sound = Math.abs(lat) <= 90 && Math.abs(lon) <= 180 && radius > 0 && radius <= 500_000;
  return numbers.length === 3 && sound ? { circle: { lat, lon, radius } } : undefined;
}
