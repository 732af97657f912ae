import { Button } from 'antd';
import { BarChart, LineChart } from 'echarts/charts';
import { GridComponent, TooltipComponent } from 'echarts/components';
import { init, use as withParts, type ECharts, type EChartsCoreOption } from 'echarts/core';
import { CanvasRenderer } from 'echarts/renderers';
import { useEffect, useRef, type ReactElement } from 'react';
import { palettes, type Palette } from '../app/palette.js';
import { usePreferences } from '../app/preferences.js';
import { useText } from '../texts/use-text.js';

withParts([BarChart, LineChart, GridComponent, TooltipComponent, CanvasRenderer]);

interface Props {
  readonly label: string;
  /** Of the picture that is kept, without its ending. */
  readonly name: string;
  /** What is drawn, in the colours of the page. The same function as long as it draws the same. */
  readonly draw: (palette: Palette) => EChartsCoreOption;
}

/** A picture by ECharts, in the colours of the page; kept as PNG by a click. */
export function Chart({ label, name, draw }: Props): ReactElement {
  const say = useText();
  const { appearance } = usePreferences();
  const place = useRef<HTMLDivElement>(null);
  const chart = useRef<ECharts>(undefined);
  useEffect(() => {
    if (place.current === null) return undefined;
    const palette = palettes[appearance];
    const drawn = init(place.current);
    chart.current = drawn;
    const { ink, line } = palette;
    const axis = { axisLabel: { color: ink, hideOverlap: true }, axisLine: { lineStyle: { color: line } } };
    const { xAxis, yAxis, ...rest } = draw(palette);
    drawn.setOption({
      animation: false,
      textStyle: { color: ink },
      grid: { left: 48, right: 12, top: 12, bottom: 24 },
      ...rest,
      xAxis: { ...axis, ...(xAxis as object) },
      yAxis: { ...axis, splitLine: { lineStyle: { color: line } }, ...(yAxis as object) },
    });
    const observer = new ResizeObserver(() => drawn.resize());
    observer.observe(place.current);
    return () => {
      observer.disconnect();
      drawn.dispose();
    };
  }, [appearance, draw]);
  return (
    <figure className="points-chart">
      <div ref={place} className="points-canvas" role="img" aria-label={label} />
      <Button size="small" onClick={() => keep(chart.current, `${name}.png`)}>
        {say('points.keepPicture')}
      </Button>
    </figure>
  );
}

function keep(chart: ECharts | undefined, name: string): void {
  if (chart === undefined) return;
  const link = document.createElement('a');
  link.download = name;
  link.href = chart.getDataURL({ type: 'png', pixelRatio: 2, backgroundColor: '#ffffff' });
  link.click();
}
