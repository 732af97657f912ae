import { useCallback, type ReactElement } from 'react';
import type { PointsAccount } from '#libs/protocol';
import { serverNow } from '../app/clock.js';
import type { Palette } from '../app/palette.js';
import { dateTime } from '../app/time.js';
import { useText } from '../texts/use-text.js';
import { Chart } from './chart.js';
import { scoreLine, type ScoreAt } from './score-line.js';

/** The score over time with each change on it. */
export default function ScoreChart({ account }: { readonly account: PointsAccount }): ReactElement {
  const say = useText();
  const draw = useCallback(
    ({ accent }: Palette) => {
      const steps = scoreLine(account, serverNow());
      const names = new Map(account.entries.map(({ id, itemName }) => [id, itemName]));
      return {
        tooltip: {
          trigger: 'item',
          formatter: ({ dataIndex }: { dataIndex: number }) => said(steps[dataIndex], names),
        },
        xAxis: { type: 'time' },
        yAxis: { type: 'value', scale: true },
        series: [
          {
            type: 'line',
            step: 'end',
            symbolSize: 7,
            itemStyle: { color: accent },
            data: steps.map(({ at, score }) => [at, score]),
          },
        ],
      };
    },
    [account],
  );
  return <Chart label={say('points.overTime')} name={`points-${account.superviseeId}-${account.month}`} draw={draw} />;
}

const said = (step: ScoreAt | undefined, names: ReadonlyMap<string, string>): string =>
  step === undefined
    ? ''
    : [dateTime(new Date(step.at).toISOString()), String(step.score), names.get(step.entryId ?? '') ?? '']
        .filter((part) => part !== '')
        .map(escaped)
        .join('<br>');

const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
