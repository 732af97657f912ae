import type { Place } from '../map/subject.js';

export interface Circle extends Place {
  readonly metres: number;
}

/** What is asked. */
export interface Search extends Circle {
  readonly from: string;
  readonly to: string;
  readonly purpose: string;
}

/** About ten centimetres. */
const DIGITS = 6;

/** Latitude first, as people say it. */
export const placeText = ({ lat, lon }: Place): string => `${lat.toFixed(DIGITS)}, ${lon.toFixed(DIGITS)}`;

/** A place as typed; undefined when it is none. */
export function placeOf(typed: string): Place | undefined {
  const [, lat, lon] = /^\s*(-?\d{1,2}(?:\.\d+)?)\s*[,，\s]\s*(-?\d{1,3}(?:\.\d+)?)\s*$/.exec(typed) ?? [];
  const place = { lat: Number(lat), lon: Number(lon) };
  return Math.abs(place.lat) <= 90 && Math.abs(place.lon) <= 180 ? place : undefined;
}
