import type { Severity } from '#libs/protocol';

const circle = (radius: number): string =>
  `M${-radius} 0 a${radius} ${radius} 0 1 0 ${2 * radius} 0 a${radius} ${radius} 0 1 0 ${-2 * radius} 0 Z`;

/** ▲ ■ ● ○ as SVG paths in a box from -6 to 6: the same in the queue and on the map. */
export const outlines: Readonly<Record<Severity | 'normal', string>> = {
  critical: 'M0 -5.2 L5.6 4.6 L-5.6 4.6 Z',
  serious: 'M-4.4 -4.4 H4.4 V4.4 H-4.4 Z',
  warning: circle(4.8),
  information: `${circle(4.6)} ${circle(2.4)}`,
  normal: circle(3.4),
};
