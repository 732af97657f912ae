import { Button } from 'antd';
import { LineChart } from 'echarts/charts';
import { GridComponent, TooltipComponent } from 'echarts/components';
import { init, use as withParts, type ECharts } from 'echarts/core';
import { CanvasRenderer } from 'echarts/renderers';
import { useEffect, useRef, type ReactElement } from 'react';
import type { PointsAccount } from '#libs/protocol';
import { serverNow } from '../app/clock.js';
import { palettes } from '../app/palette.js';
import { usePreferences } from '../app/preferences.js';
import { dateTime } from '../app/time.js';
import { useText } from '../texts/use-text.js';
import { scoreLine, type ScoreAt } from './score-line.js';

withParts([LineChart, GridComponent, TooltipComponent, CanvasRenderer]);

/** The score over time with each change on it; kept as a picture by a click. */
export default function ScoreChart({ account }: { readonly account: PointsAccount }): ReactElement {
  const say = useText();
  const { appearance } = usePreferences();
  const place = useRef<HTMLDivElement>(null);
  const chart = useRef<ECharts>(undefined);
  useEffect(() => {
    if (place.current === null) return undefined;
    const { ink: text, line, accent } = palettes[appearance];
    const drawn = init(place.current);
    chart.current = drawn;
    const steps = scoreLine(account, serverNow());
    const names = new Map(account.entries.map(({ id, itemName }) => [id, itemName]));
    drawn.setOption({
      animation: false,
      textStyle: { color: text },
      grid: { left: 48, right: 12, top: 12, bottom: 24 },
      tooltip: { trigger: 'item', formatter: ({ dataIndex }: { dataIndex: number }) => said(steps[dataIndex], names) },
      xAxis: { type: 'time', axisLabel: { color: text, hideOverlap: true }, axisLine: { lineStyle: { color: line } } },
      yAxis: { type: 'value', scale: true, axisLabel: { color: text }, splitLine: { lineStyle: { color: line } } },
      series: [
        {
          type: 'line',
          step: 'end',
          symbolSize: 7,
          itemStyle: { color: accent },
          data: steps.map(({ at, score }) => [at, score]),
        },
      ],
    });
    const observer = new ResizeObserver(() => drawn.resize());
    observer.observe(place.current);
    return () => {
      observer.disconnect();
      drawn.dispose();
    };
  }, [account, appearance]);
  return (
    <figure className="points-chart">
      <div ref={place} className="points-canvas" role="img" aria-label={say('points.overTime')} />
      <Button size="small" onClick={() => keep(chart.current, `points-${account.superviseeId}-${account.month}.png`)}>
        {say('points.keepPicture')}
      </Button>
    </figure>
  );
}

const said = (step: ScoreAt | undefined, names: ReadonlyMap<string, string>): string =>
  step === undefined
    ? ''
    : [dateTime(new Date(step.at).toISOString()), String(step.score), names.get(step.entryId ?? '') ?? '']
        .filter((part) => part !== '')
        .map(escaped)
        .join('<br>');

const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');

function keep(chart: ECharts | undefined, name: string): void {
  if (chart === undefined) return;
  const link = document.createElement('a');
  link.download = name;
  link.href = chart.getDataURL({ type: 'png', pixelRatio: 2, backgroundColor: '#ffffff' });
  link.click();
}
