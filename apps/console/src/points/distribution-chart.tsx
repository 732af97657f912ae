import { useCallback, type ReactElement } from 'react';
import type { PointsCloseLine } from '#libs/protocol';
import type { Palette } from '../app/palette.js';
import { useText } from '../texts/use-text.js';
import { Chart } from './chart.js';
import { distribution } from './distribution.js';

interface Props {
  readonly lines: readonly PointsCloseLine[];
  readonly name: string;
}

/** How many people of the office stand at how many points. */
export default function DistributionChart({ lines, name }: Props): ReactElement {
  const say = useText();
  const draw = useCallback(
    ({ accent }: Palette) => {
      const steps = distribution(lines);
      return {
        tooltip: { trigger: 'item' },
        xAxis: { type: 'category', data: steps.map(({ from }) => String(from)) },
        yAxis: { type: 'value', minInterval: 1 },
        series: [{ type: 'bar', itemStyle: { color: accent }, data: steps.map(({ people }) => people) }],
      };
    },
    [lines],
  );
  return <Chart label={say('points.distribution')} name={name} draw={draw} />;
}
