import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { CACHE } from '../../lib/root.ts';
import { run, TaskError } from '../../lib/run.ts';

export type Chart = {
  title: string;
  kind: 'bar' | 'line';
  /** Label of the horizontal axis, and its places. */
  x: string;
  places: string[];
  /** Label of the vertical axis, with its unit. */
  y: string;
  isLogarithmic?: boolean;
  /** A horizontal line. */
  limit?: { value: number; label: string };
  /** One value for each place. */
  series: { name: string; values: number[] }[];
};

/** The part of Apache ECharts that is used here. */
type Echarts = {
  init(
    element: null,
    theme: null,
    options: object,
  ): { setOption(option: object): void; renderToSVGString(): string; dispose(): void };
};

const VERSION = '6.1.0';

/** Loads Apache ECharts. Only benchmarks need it, so it is fetched into `.cache` and no dependency of this repository. */
async function loadEcharts(): Promise<Echarts> {
  const folder = join(CACHE, 'bench', `echarts-${VERSION}`);
  const entry = join(folder, 'node_modules/echarts/dist/echarts.esm.min.mjs');
  if (!existsSync(entry)) {
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'package.json'), '{"private":true}');
    const install = ['install', '--no-save', '--no-audit', '--no-fund', '--ignore-scripts', `echarts@${VERSION}`];
    const { code, output } = await run('npm', install, { cwd: folder });
    if (code !== 0) throw new TaskError(`${output}\nInstalling ECharts failed.`);
  }
  return (await import(pathToFileURL(entry).href)) as Echarts; // its documented interface
}

const TEXT = '#24292f';
const GRID = '#d8dee4';
const COLORS = ['#0969da', '#bf8700', '#1a7f37', '#cf222e', '#8250df', '#57606a', '#0e8a8a', '#bf3989'];

/** Draws a chart as SVG. */
export async function draw({ title, kind, x, places, y, isLogarithmic, limit, series }: Chart): Promise<string> {
  const echarts = await loadEcharts();
  const chart = echarts.init(null, null, { renderer: 'svg', ssr: true, width: 860, height: 420 });
  const text = { color: TEXT, fontFamily: 'sans-serif', fontSize: 13 };
  const line = limit && {
    silent: true,
    symbol: 'none',
    lineStyle: { color: TEXT, type: 'dashed' },
    label: { ...text, formatter: limit.label, position: 'insideEndTop' },
    data: [{ yAxis: limit.value }],
  };
  // A long legend is beside the chart, others are above it.
  const isLong = series.length > 4;
  chart.setOption({
    animation: false,
    backgroundColor: '#ffffff',
    color: COLORS,
    textStyle: text,
    title: { text: title, left: 12, top: 10, textStyle: { ...text, fontSize: 16 } },
    legend: {
      ...(isLong ? { left: 584, top: 70, orient: 'vertical', itemGap: 14 } : { left: 12, top: 38, itemGap: 26 }),
      textStyle: text,
      itemWidth: 16,
      itemHeight: 10,
    },
    grid: { left: 70, right: isLong ? 300 : 24, top: 76, bottom: 62 },
    xAxis: {
      type: 'category',
      data: places,
      name: x,
      nameLocation: 'middle',
      nameGap: 38,
      nameTextStyle: text,
      axisLabel: { ...text, interval: 0 },
      axisLine: { lineStyle: { color: TEXT } },
      axisTick: { show: false },
    },
    yAxis: {
      type: isLogarithmic ? 'log' : 'value',
      name: y,
      nameLocation: 'middle',
      nameGap: 52,
      nameTextStyle: text,
      axisLabel: text,
      splitLine: { lineStyle: { color: GRID } },
      // The line is inside the chart. Lines of the grid are at fifths.
      ...(limit && { max: ({ max }: { max: number }) => Math.ceil(5 * Math.max(max, limit.value) + 0.5) / 5 }),
    },
    series: series.map(({ name, values }, index) => ({
      type: kind,
      name,
      data: values.map((value) => (Number.isFinite(value) ? Number(value.toPrecision(3)) : null)),
      barGap: '10%',
      symbolSize: 7,
      lineStyle: { width: 2 },
      label: { ...text, show: kind === 'bar', position: 'top', fontSize: 11 },
      ...(index === 0 && line && { markLine: line }),
    })),
  });
  const svg = chart.renderToSVGString();
  chart.dispose();
  return svg;
}
