import { BarChart } from 'echarts/charts';
import { AriaComponent, GridComponent, LegendComponent } from 'echarts/components';
import { init, use, type EChartsType } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';
import { OVERVIEW } from '../words/overview.ts';
import type { Bars } from './bars.ts';

use([AriaComponent, BarChart, GridComponent, LegendComponent, SVGRenderer]);

const COLOURS = ['#0958d9', '#d48806', '#237804'];
const INK = '#434343';

/** Draws bars into a place; told apart by pattern as well as by colour. */
export function drawBars(place: HTMLElement, { labels, series }: Bars): EChartsType {
  const chart = init(place, null, { renderer: 'svg' });
  chart.setOption({
    animation: false,
    color: COLOURS,
    aria: { enabled: true, label: { enabled: false }, decal: { show: series.length > 1 } },
    grid: { left: 60, right: 12, top: 32, bottom: 24 },
    legend: series.length > 1 ? { top: 0, textStyle: { color: INK } } : undefined,
    xAxis: { type: 'category', data: [...labels], axisLabel: { color: INK } },
    yAxis: {
      type: 'value',
      name: OVERVIEW.tenThousand,
      axisLabel: { color: INK },
      nameTextStyle: { color: INK },
    },
    series: series.map(({ name, heights }) => ({
      ...{ type: 'bar', name, data: [...heights], barMaxWidth: 28 },
    })),
  });
  return chart;
}
