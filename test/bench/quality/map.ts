import { offsetBetween, wgs84, type Wgs84 } from '#libs/geo';
import { minutes, type Instant } from '#libs/kernel';
import type { Case } from './case.js';

const [WIDTH, HEIGHT] = [460, 300];
const AROUND = minutes(15);
const MOST_FIXES = 400;

/** A stretch of time drawn: the border, and what the wristband said with its accuracy. */
export function mapOf({ person, delivered }: Case, from: Instant, to: Instant): string {
  const [begin, end] = [from - AROUND, Math.min(to, from + minutes(360)) + AROUND];
  const fixes = delivered.made
    .filter(({ made, said }) => made >= begin && made <= end && said.k === 'fix')
    .slice(0, MOST_FIXES);
  const said = fixes.map((one) => ({ at: wgs84(one.said.lat ?? 0, one.said.lon ?? 0), ...one }));
  const [centre] = said;
  if (centre === undefined) return '<p>no fixes in this time</p>';
  const local = (at: Wgs84): readonly [number, number] => {
    const { east, north } = offsetBetween(centre.at, at);
    return [east, -north];
  };
  const points = said.map(({ at }) => local(at));
  const [xs, ys] = [points.map(([x]) => x), points.map(([, y]) => y)];
  const size = Math.max(
    250,
    (Math.max(...xs) - Math.min(...xs)) / WIDTH,
    (Math.max(...xs) - Math.min(...xs)) * 1.2,
    ((Math.max(...ys) - Math.min(...ys)) * 1.2 * WIDTH) / HEIGHT,
  );
  const scale = WIDTH / size;
  const [mx, my] = [(Math.max(...xs) + Math.min(...xs)) / 2, (Math.max(...ys) + Math.min(...ys)) / 2];
  const draw = ([x, y]: readonly [number, number]): string =>
    `${round(WIDTH / 2 + (x - mx) * scale)},${round(HEIGHT / 2 + (y - my) * scale)}`;
  const border = person.county.outline.map(([lon, lat]) => draw(local(wgs84(lat, lon))));
  const circles = said.map(({ at, said: { acc = 0, src } }) => {
    const [x, y] = draw(local(at)).split(',');
    const outside = person.county.area.metresToBorder(at) > 0;
    return `<circle cx="${x}" cy="${y}" r="${round(Math.max(1.5, acc * scale))}" class="acc"/><circle cx="${x}" cy="${y}" r="2" class="${outside ? 'out' : 'in'} ${src ?? ''}"/>`;
  });
  const metres = niceLength(size / 4);
  return `<svg viewBox="0 0 ${WIDTH} ${HEIGHT}" width="${WIDTH}" height="${HEIGHT}" role="img"><polyline class="border" points="${border.join(' ')}"/>${circles.join('')}<polyline class="said" points="${points.map(draw).join(' ')}"/><line x1="10" y1="${HEIGHT - 12}" x2="${round(10 + metres * scale)}" y2="${HEIGHT - 12}" class="scale"/><text x="10" y="${HEIGHT - 18}">${metres} m</text></svg>`;
}

const round = (value: number): number => Math.round(value * 10) / 10;
const niceLength = (metres: number): number => {
  const power = 10 ** Math.floor(Math.log10(metres));
  return [5, 2, 1].map((factor) => factor * power).find((length) => length <= metres) ?? power;
};
