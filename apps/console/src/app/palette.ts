import type { Severity } from '#libs/protocol';

export type Appearance = 'light' | 'dark';

/** Colours mean state and nothing else; everything that is not a state is ink on paper. */
export interface Palette {
  readonly page: string;
  readonly paper: string;
  readonly raised: string;
  readonly line: string;
  /** Borders of fields and buttons, which must be seen to be used. */
  readonly edge: string;
  readonly ink: string;
  readonly faded: string;
  readonly accent: string;
  readonly onAccent: string;
  readonly selected: string;
  readonly normal: string;
  readonly severity: Readonly<Record<Severity, string>>;
  readonly land: string;
  readonly homeLand: string;
  readonly border: string;
  readonly homeBorder: string;
  readonly zone: Readonly<Record<'inclusion' | 'exclusion' | 'interest', string>>;
}

export const palettes: Readonly<Record<Appearance, Palette>> = {
  light: {
    page: '#e9edf1',
    paper: '#ffffff',
    raised: '#f4f6f8',
    line: '#d5dce3',
    edge: '#7d8b98',
    ink: '#17232e',
    faded: '#52616f',
    accent: '#22445f',
    onAccent: '#ffffff',
    selected: '#e1eaf2',
    normal: '#166a38',
    severity: { critical: '#bf1220', serious: '#8f5400', warning: '#0a5cad', information: '#57646f' },
    land: '#f6f7f5',
    homeLand: '#ffffff',
    border: '#b4bec8',
    homeBorder: '#4c6478',
    zone: { inclusion: '#166a38', exclusion: '#bf1220', interest: '#57646f' },
  },
  dark: {
    page: '#0c1116',
    paper: '#151c23',
    raised: '#1c252e',
    line: '#2b3742',
    edge: '#6f7f8d',
    ink: '#dde6ee',
    faded: '#9badbc',
    accent: '#a9c4dc',
    onAccent: '#0f1a23',
    selected: '#22323f',
    normal: '#4fc27c',
    severity: { critical: '#ff7373', serious: '#f0a93c', warning: '#6cb2ff', information: '#a3b1bd' },
    land: '#141b21',
    homeLand: '#1b252e',
    border: '#35434f',
    homeBorder: '#7f99ae',
    zone: { inclusion: '#4fc27c', exclusion: '#ff7373', interest: '#a3b1bd' },
  },
};

/** The palette as custom properties, for the style sheets. */
export function cssVariables(palette: Palette): Readonly<Record<`--zt-${string}`, string>> {
  const { severity, zone, ...plain } = palette;
  const named = (prefix: string, colours: Readonly<Record<string, string>>) =>
    Object.entries(colours).map(([name, colour]) => [`--zt-${prefix}${kebab(name)}`, colour] as const);
  return Object.fromEntries([...named('', plain), ...named('', severity), ...named('zone-', zone)]);
}

const kebab = (name: string): string => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
