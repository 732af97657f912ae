import {
  LngLatBounds,
  Map as MapLibreMap,
  ScaleControl,
  setWorkerUrl,
  type GeoJSONSource,
  type MapGeoJSONFeature,
  type MapMouseEvent,
} from 'maplibre-gl';
import workerUrl from 'maplibre-gl/dist/maplibre-gl-worker.mjs?url';
import type { FeatureCollection } from 'geojson';
import type { PlaceSettings } from '../api/place-settings.js';
import type { Palette } from '../app/palette.js';
import { drawHatch, drawMark, freshnesses, PIXEL_RATIO, shapes } from './marks.js';
import { mapStyle, type SourceName } from './style.js';

setWorkerUrl(workerUrl);

/** More wristbands than this are heaped up where they lie close together. */
const HEAP_FROM = 300;
const ZUNYI: [number, number] = [106.93, 28.1];
/** Around the pointer, in pixels: a mark is smaller than a finger. */
const REACH = 8;

export type Bounds = readonly [west: number, south: number, east: number, north: number];

/** Where the camera stood: another theme is another map, and looks at the same place. */
let lastCamera: { center: [number, number]; zoom: number } | undefined;

/** The map as the page uses it: data in, a view and clicks out. All coordinates are the map's own. */
export class Stage {
  readonly ready: Promise<void>;
  readonly isNew = lastCamera === undefined;
  private readonly map: MapLibreMap;
  private heaped = false;
  private placing = false;

  constructor(container: HTMLElement, palette: Palette, place: PlaceSettings, locale: Record<string, string>) {
    this.map = new MapLibreMap({
      container,
      style: mapStyle(palette, place),
      ...(lastCamera ?? { center: ZUNYI, zoom: 7.5 }),
      minZoom: 5,
      maxZoom: 18,
      attributionControl: place.tileAttribution ? { compact: false } : false,
      dragRotate: false,
      touchPitch: false,
      fadeDuration: 0,
      locale,
    });
    this.map.touchZoomRotate.disableRotation();
    this.map.addControl(new ScaleControl({ unit: 'metric' }), 'bottom-left');
    this.map.on('moveend', () => {
      const { lng, lat } = this.map.getCenter();
      lastCamera = { center: [lng, lat], zoom: this.map.getZoom() };
    });
    this.ready = new Promise((resolve) => void this.map.once('load', () => resolve(this.dress(palette))));
  }

  show(source: SourceName, data: FeatureCollection): void {
    void this.map.getSource<GeoJSONSource>(source)?.setData(data);
  }

  showWristbands(data: FeatureCollection): void {
    const heaped = data.features.length > HEAP_FROM;
    const source = this.map.getSource<GeoJSONSource>('wristbands');
    if (heaped !== this.heaped)
      void source?.setClusterOptions({ cluster: heaped, clusterRadius: 36, clusterMaxZoom: 13 });
    this.heaped = heaped;
    void source?.setData(data);
  }

  lookAt([west, south, east, north]: Bounds, still: boolean): void {
    const bounds = new LngLatBounds([west, south], [east, north]);
    this.map.fitBounds(bounds, { padding: 48, maxZoom: 16, duration: still ? 0 : 400 });
  }

  moveTo(center: [number, number], still: boolean): void {
    this.map.easeTo({ center, zoom: Math.max(this.map.getZoom(), 13), duration: still ? 0 : 400 });
  }

  zoomBy(steps: number): void {
    this.map.easeTo({ zoom: this.map.getZoom() + steps, duration: 150 });
  }

  onView(listener: (bounds: Bounds, zoom: number) => void): void {
    const tell = (): void => {
      const [[west, south], [east, north]] = this.map.getBounds().toArray();
      listener([west, south, east, north], this.map.getZoom());
    };
    this.map.on('moveend', tell);
    tell();
  }

  /** A wristband was clicked, or nothing. A heap is opened by itself. */
  onPick(listener: (superviseeId: string | undefined) => void): void {
    this.map.on('click', ({ point }) => {
      if (this.placing) return;
      const box: [[number, number], [number, number]] = [
        [point.x - REACH, point.y - REACH],
        [point.x + REACH, point.y + REACH],
      ];
      const [feature] = this.map.queryRenderedFeatures(box, { layers: ['wristbands', 'heaps'] });
      if (feature?.layer.id === 'heaps') return void this.open(feature);
      listener(feature === undefined ? undefined : String(feature.properties['id']));
    });
    for (const layer of ['wristbands', 'heaps']) {
      this.map.on(
        'mouseenter',
        layer,
        () => void (this.map.getCanvas().style.cursor = this.placing ? 'crosshair' : 'pointer'),
      );
      this.map.on(
        'mouseleave',
        layer,
        () => void (this.map.getCanvas().style.cursor = this.placing ? 'crosshair' : ''),
      );
    }
  }

  /** The next clicks choose a place, and pick nothing. */
  onPlace(listener: (position: [number, number]) => void): () => void {
    const choose = ({ lngLat }: MapMouseEvent): void => listener([lngLat.lng, lngLat.lat]);
    this.placing = true;
    this.map.getCanvas().style.cursor = 'crosshair';
    this.map.on('click', choose);
    return () => {
      this.placing = false;
      this.map.getCanvas().style.cursor = '';
      this.map.off('click', choose);
    };
  }

  /** Where a position of the map is on the screen; for what floats above it. */
  project(at: [number, number]): { readonly x: number; readonly y: number } {
    return this.map.project(at);
  }

  onMove(listener: () => void): () => void {
    this.map.on('move', listener);
    return () => void this.map.off('move', listener);
  }

  close(): void {
    this.map.remove();
  }

  private async open(heap: MapGeoJSONFeature): Promise<void> {
    const source = this.map.getSource<GeoJSONSource>('wristbands');
    const zoom = await source?.getClusterExpansionZoom(Number(heap.properties['cluster_id']));
    if (zoom === undefined || heap.geometry.type !== 'Point') return;
    this.map.easeTo({ center: heap.geometry.coordinates as [number, number], zoom });
  }

  private dress(palette: Palette): void {
    for (const shape of shapes)
      for (const freshness of freshnesses)
        this.map.addImage(`${shape}-${freshness}`, drawMark(shape, freshness, palette), { pixelRatio: PIXEL_RATIO });
    this.map.addImage('hatch', drawHatch(palette.zone.exclusion), { pixelRatio: PIXEL_RATIO });
  }
}
