import { describe, expect, it } from '@jest/globals';
import { parseCsv } from './csv.js';
import { parseGpx } from './gpx.js';
import { schedule } from './track.js';

const gpx = (inside: string): string =>
  `<?xml version="1.0"?>\n<gpx version="1.1" xmlns="http://www.topografix.com/GPX/1/1">${inside}</gpx>`;
const point = (lat: number, lon: number, more = ''): string => `<trkpt lat="${lat}" lon="${lon}">${more}</trkpt>`;

describe('a GPX file', () => {
  it('gives the points of all its segments, with what they say of themselves', () => {
    const text = gpx(
      `<wpt lat="1" lon="1"/><trk><name>one</name><trkseg>${point(27.7, 106.9, '<ele>870</ele><time>2026-01-01T00:00:00.500Z</time><hdop>1.6</hdop><sat>9</sat>')}</trkseg><trkseg></trkseg></trk>
       <trk><trkseg>${point(27.71, 106.91)}${point(27.72, 106.92)}</trkseg></trk>`,
    );
    expect(parseGpx(text)).toEqual([
      { at: { lat: 27.7, lon: 106.9 }, time: Date.UTC(2026, 0, 1) + 500, altitude: 870, accuracy: 8, satellites: 9 },
      { at: { lat: 27.71, lon: 106.91 } },
      { at: { lat: 27.72, lon: 106.92 } },
    ]);
  });

  it('gives its route when it has no track, and leaves out what has no place on earth', () => {
    expect(
      parseGpx(gpx(`<rte><rtept lat="27" lon="106"/><rtept lat="97" lon="106"/><rtept lon="106"/></rte>`)),
    ).toEqual([{ at: { lat: 27, lon: 106 } }]);
  });

  it('keeps time stamps that cannot be true', () => {
    const [one] = parseGpx(
      gpx(`<trk><trkseg>${point(46, 13, '<time>1901-12-13T20:45:52.2073437Z</time>')}</trkseg></trk>`),
    );
    expect(one?.time).toBe(Date.parse('1901-12-13T20:45:52.207Z'));
  });

  it('is refused with a reason when it is not one', () => {
    expect(() => parseGpx('<gpx><trk></gpx>')).toThrow('not well-formed');
    expect(() => parseGpx('<kml></kml>')).toThrow('no <gpx>');
  });
});

describe('a CSV file', () => {
  it('is understood by its heading, whatever separates the columns', () => {
    const expected = [{ at: { lat: 27.7, lon: 106.9 }, time: 1_767_225_600_000, accuracy: 12 }];
    expect(parseCsv('Latitude,Longitude,Time,Accuracy\n27.7,106.9,2026-01-01T08:00:00+08:00,12\n')).toEqual(expected);
    expect(parseCsv('time;lat;lng;acc\r\n1767225600;27.7;106.9;12\r\n')).toEqual(expected);
    expect(parseCsv('\ufeff时间\t纬度\t经度\t精度\n1767225600000\t27.7\t106.9\t12')).toEqual(expected);
  });

  it('is refused when it has no position', () => {
    expect(() => parseCsv('a,b\n1,2\n')).toThrow('no column for latitude and longitude among: a,b');
  });
});

describe('the schedule of a recording', () => {
  const times = (...given: (number | undefined)[]): number[] =>
    schedule(given.map((time) => ({ at: { lat: 0, lon: 0 } as never, ...(time !== undefined && { time }) })));

  it('keeps its pauses', () => {
    expect(times(10_000, 15_000, 16_000, 116_000)).toEqual([0, 5_000, 6_000, 106_000]);
  });

  it('moves on by a second where time is missing, stands still or runs backwards', () => {
    expect(times(undefined, undefined, 10_000, 10_000, 5_000, 8_000)).toEqual([0, 1_000, 2_000, 3_000, 4_000, 7_000]);
  });
});
