import { useQuery } from '@tanstack/react-query';

/** What the place of installation decides for the page: `/config.json`. */
export interface PlaceSettings {
  /** Raster tiles with {z}/{x}/{y}; without them the map has borders only. */
  readonly tileUrl?: string | null;
  readonly tileCrs?: 'wgs84' | 'gcj02';
  readonly tileAttribution?: string | null;
  readonly demo?: boolean;
}

async function read(): Promise<PlaceSettings> {
  const answer = await fetch('/config.json').catch(() => undefined);
  if (!answer?.ok || !(answer.headers.get('content-type') ?? '').includes('json')) return {};
  return (await answer.json()) as PlaceSettings;
}

/** Undefined until it is known; a page without settings works too. */
export const usePlaceSettings = (): PlaceSettings | undefined =>
  useQuery({ queryKey: ['place-settings'], queryFn: read }).data;
