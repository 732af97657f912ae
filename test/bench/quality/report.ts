import { isoInShanghai } from '#libs/kernel';
import type { Exhibit, Outcome, Tally } from './outcome.js';

export interface Figures {
  readonly recall: number;
  readonly precision: number;
  readonly false_per_day: number;
  readonly delay_p50_s: number | null;
  readonly delay_p95_s: number | null;
  readonly beyond: number;
  readonly missed: number;
  readonly right: number;
  readonly wrong: number;
  readonly taken_back: number;
}

/** Of many supervisees together. */
export function figuresOf(tallies: readonly Tally[], superviseeDays: number): Figures {
  const sum = (of: (tally: Tally) => number): number => tallies.reduce((total, one) => total + of(one), 0);
  const [beyond, found, right, wrong] = [
    sum((t) => t.beyond),
    sum((t) => t.found),
    sum((t) => t.right),
    sum((t) => t.wrong),
  ];
  const delays = tallies.flatMap((one) => one.delays).sort((a, b) => a - b);
  const share = (part: number, of: number): number => (of === 0 ? 1 : rounded(part / of, 5));
  return {
    recall: share(found, beyond),
    precision: share(right, right + wrong),
    false_per_day: rounded(wrong / superviseeDays, 5),
    delay_p50_s: at(delays, 0.5),
    delay_p95_s: at(delays, 0.95),
    beyond,
    missed: beyond - found,
    right,
    wrong,
    taken_back: sum((t) => t.takenBack),
  };
}

const rounded = (value: number, digits: number): number => Math.round(value * 10 ** digits) / 10 ** digits;
const at = (sorted: readonly number[], share: number): number | null => {
  const found = sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];
  return found === undefined ? null : rounded(found, 1);
};

export interface Report {
  readonly title: string;
  readonly said: string;
  readonly total: { readonly ours: Figures; readonly baseline: Figures };
  readonly kinds: readonly { readonly kind: string; readonly ours: Figures; readonly baseline: Figures }[];
  readonly outcomes: readonly Outcome[];
}

const MOST_SHOWN = 60;

/** A page that a person can read: the table, then every miss and false alert with how to look at it again. */
export function pageOf({ title, said, total, kinds, outcomes }: Report): string {
  const all = outcomes.flatMap(({ exhibits }) => exhibits);
  const of = (what: Exhibit['what']): Exhibit[] => all.filter((one) => one.what === what);
  return `<!doctype html><html lang="en"><meta charset="utf-8"><title>${title}</title><style>${STYLE}</style>
<h1>${title}</h1><p>${said}</p>
<table><thead><tr><th rowspan="2">kind</th><th rowspan="2">beyond policy</th><th colspan="6">rules</th><th colspan="6">point in polygon</th></tr>
<tr>${'<th>recall</th><th>precision</th><th>false alerts</th><th>a supervisee-day</th><th>p50 s</th><th>p95 s</th>'.repeat(2)}</tr></thead>
<tbody>${kinds.map(({ kind, ours, baseline }) => row(kind, ours, baseline)).join('')}${row('all', total.ours, total.baseline)}</tbody></table>
${section('Missed', of('missed'))}${section('False', of('false'))}${section('Found, some of them', of('found'))}</html>`;
}

const row = (kind: string, ours: Figures, baseline: Figures): string =>
  `<tr><th>${kind}</th><td>${ours.beyond}</td>${[ours, baseline].map(cells).join('')}</tr>`;
const cells = ({ recall, precision, wrong, false_per_day, delay_p50_s, delay_p95_s }: Figures): string =>
  [recall, precision, wrong, false_per_day, delay_p50_s ?? '–', delay_p95_s ?? '–']
    .map((cell) => `<td>${cell}</td>`)
    .join('');

function section(title: string, exhibits: readonly Exhibit[]): string {
  const shown = exhibits.slice(0, MOST_SHOWN);
  const more = exhibits.length > shown.length ? `, the first ${shown.length} of them` : '';
  return `<h2>${title}: ${exhibits.length}${more}</h2>${shown.map(figure).join('')}`;
}

const figure = ({ kind, deviceId, from, to, about, map }: Exhibit): string =>
  `<figure><figcaption><b>${kind}</b> ${deviceId} ${isoInShanghai(from)} – ${to === null || !Number.isFinite(to) ? 'open' : isoInShanghai(to)}<br>${escaped(about)}<br><code>ONE=${deviceId}</code></figcaption>${map ?? ''}</figure>`;
const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');

const STYLE = `body{font:14px/1.5 system-ui,sans-serif;margin:2rem;color:#1d2733}table{border-collapse:collapse}th,td{border:1px solid #ccd3da;padding:.25rem .6rem;text-align:right}tbody th{text-align:left}tr:last-child{font-weight:bold}figure{display:inline-block;vertical-align:top;width:460px;margin:0 1rem 1.5rem 0}svg{border:1px solid #ccd3da;background:#fafbfc}.border{fill:none;stroke:#b3261e;stroke-width:2}.said{fill:none;stroke:#5b7083;stroke-width:.7}.acc{fill:#2f6fb3;fill-opacity:.05;stroke:#2f6fb3;stroke-opacity:.15}.in{fill:#1f7a4d}.out{fill:#b3261e}.scale{stroke:#1d2733;stroke-width:2}text{font-size:11px}`;
