import uPlot from 'uplot'
import { day } from './format.ts'

/** One line, or one layer of the bars; `colour` is one of the page's series colours. */
export interface Series {
  label: string
  colour: 'first' | 'second' | 'third'
  values: (number | null)[]
}

export interface Chart {
  kind: 'bars' | 'lines'
  days: string[]
  series: Series[]
  format: (value: number) => string
  /** The top of the scale, where it is known. */
  most?: number
}

const height = 210
const dashes = { first: [], second: [7, 4], third: [2, 3] }

/** Draws a chart as wide as its place, until the signal aborts; `point` is told the day pointed at. */
export function drawChart(
  place: HTMLElement,
  chart: Chart,
  point: (index: number | undefined) => void,
  signal: AbortSignal,
) {
  let plot: uPlot | undefined
  const observer = new ResizeObserver(() => {
    const width = place.clientWidth
    if (width === 0) return
    if (plot) plot.setSize({ width, height })
    else plot = new uPlot(options(chart, width, point), plotted(chart), place)
  })
  observer.observe(place)
  // The page's colours change by themselves; what is drawn does not.
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => plot?.redraw(), {
    signal,
  })
  signal.addEventListener('abort', () => {
    observer.disconnect()
    plot?.destroy()
  })
}

const seconds = (date: string) => Date.parse(`${date}T00:00:00Z`) / 1000

/** Layers stand on each other: the topmost, drawn first, is as high as all of them. */
function plotted({ kind, days, series }: Chart): uPlot.AlignedData {
  const values = series.map((one) => one.values)
  if (kind === 'lines') return [days.map(seconds), ...values]
  const layers = values.map((_, layer) =>
    days.map((_day, at) =>
      values.slice(0, layer + 1).reduce((total, one) => total + (one[at] ?? 0), 0),
    ),
  )
  return [days.map(seconds), ...layers.toReversed()]
}

function options(
  { kind, days, series, format, most }: Chart,
  width: number,
  point: (index: number | undefined) => void,
): uPlot.Options {
  const drawn = kind === 'bars' ? series.toReversed() : series
  return {
    width,
    height,
    tzDate: (timestamp) => uPlot.tzDate(new Date(timestamp * 1000), 'Etc/UTC'),
    legend: { show: false },
    cursor: { drag: { x: false, y: false }, y: false, points: { show: kind === 'lines' } },
    hooks: { setCursor: [(plot) => point(plot.cursor.idx ?? undefined)] },
    scales: {
      x: { range: (_, first, last) => [first - 43_200, last + 43_200] },
      y: { range: (_, _low, high) => [0, most ?? (high > 0 ? high * 1.08 : 1)] },
    },
    axes: [
      {
        ...axis,
        size: 30,
        grid: { show: false },
        space: 70,
        incrs: [1, 2, 7, 14, 28].map((step) => step * 86_400),
        values: (_, ticks) =>
          ticks.map((tick) => day(new Date(tick * 1000).toISOString().slice(0, 10))),
      },
      { ...axis, size: 52, space: 45, values: (_, ticks) => ticks.map(format) },
    ],
    series: [{}, ...drawn.map((one) => (kind === 'bars' ? layer(one, days.length) : line(one)))],
  }
}

const axis: uPlot.Axis = {
  stroke: () => colour('--soft'),
  font: '12px system-ui, sans-serif',
  grid: { stroke: () => colour('--line'), width: 1 },
  ticks: { show: false },
}

function layer(series: Series, days: number): uPlot.Series {
  const paths = uPlot.paths.bars?.({ size: [days > 31 ? 0.8 : 0.66, 28] })
  return {
    label: series.label,
    fill: () => colour(`--${series.colour}`),
    width: 0,
    ...(paths && { paths }),
    points: { show: false },
  }
}

const line = (series: Series): uPlot.Series => ({
  label: series.label,
  stroke: () => colour(`--${series.colour}`),
  width: 2,
  dash: dashes[series.colour],
  spanGaps: true,
  points: { show: series.values.filter((value) => value !== null).length === 1 },
})

const colour = (name: string) =>
  getComputedStyle(document.documentElement).getPropertyValue(name).trim()
