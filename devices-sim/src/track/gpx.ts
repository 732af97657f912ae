import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { pointOf, type TrackPoint } from './track.js';

type Node = Readonly<Record<string, unknown>>;

const parser = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: '',
  parseTagValue: false,
  parseAttributeValue: false,
  removeNSPrefix: true,
});

/** The points of all tracks of a GPX 1.0 or 1.1 file, in order; of its routes when it has no track. */
export function parseGpx(text: string): TrackPoint[] {
  const valid = XMLValidator.validate(text);
  if (valid !== true) throw new Error(`not well-formed XML: ${valid.err.msg} (line ${valid.err.line})`);
  const gpx = (parser.parse(text) as Node)['gpx'] as Node | undefined;
  if (!gpx) throw new Error('it holds no <gpx> element');
  const tracks = listOf(gpx['trk'])
    .flatMap((track) => listOf(track['trkseg']))
    .flatMap((segment) => listOf(segment['trkpt']));
  const nodes = tracks.length > 0 ? tracks : listOf(gpx['rte']).flatMap((route) => listOf(route['rtept']));
  return nodes.flatMap((node) => {
    const text = (name: string): string | undefined => (typeof node[name] === 'string' ? node[name] : undefined);
    const named = {
      lat: text('lat'),
      lon: text('lon'),
      time: text('time'),
      alt: text('ele'),
      hdop: text('hdop'),
      sat: text('sat'),
      speed: text('speed'),
    };
    return pointOf(named) ?? [];
  });
}

/** One child is not a list to the parser, and an empty one is a text. */
const listOf = (value: unknown): Node[] =>
  (Array.isArray(value) ? value : [value]).filter((node): node is Node => typeof node === 'object' && node !== null);
