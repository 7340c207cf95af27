import { type Figure, type Goal, isMet, limit } from './figure.js'

const WIDTH = 900
const ROW = 26
const TOP = 60
/** The start of all bars, and the end of the longest one. */
const BAR_START = 440
const BAR_END = 780

/** With its own background, so that it is readable on any page. Blue and orange are distinguishable with colour blindness. */
const STYLE = `
text { font: 13px system-ui, sans-serif; fill: #1f2328 }
.paper { fill: #ffffff } .met { fill: #0969da } .missed { fill: #bc4c00 }
.one { stroke: #818b98; stroke-dasharray: 3 3 } .goal { stroke: #1f2328; stroke-width: 2 }
@media (prefers-color-scheme: dark) {
  text { fill: #f0f6fc }
  .paper { fill: #0d1117 } .met { fill: #4493f8 } .missed { fill: #f0883e } .goal { stroke: #f0f6fc }
}`

interface Bar extends Figure {
  goal: Goal
}

const isBar = (figure: Figure): figure is Bar => figure.unit === 'ratio' && figure.goal !== undefined

/** Draws the ratios with a goal as horizontal bars, each with a mark at its goal. */
export function plot(title: string, figures: Figure[]): string {
  const bars = figures.filter(isBar)
  const longest = Math.max(1, ...bars.flatMap(({ value, goal }) => [value, limit(goal)]))
  const x = (value: number) => Math.round(BAR_START + ((BAR_END - BAR_START) * value) / longest)
  const bottom = TOP + bars.length * ROW
  const description = bars.map(({ name, value, goal }) => escapeXml(`${name}: ${value}, goal ${goal}`))
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${bottom + 40}" role="img" aria-labelledby="title description">
<title id="title">${escapeXml(title)}</title>
<desc id="description">${description.join('; ')}</desc>
<style>${STYLE}
</style>
<rect class="paper" width="${WIDTH}" height="${bottom + 40}" rx="6"/>
<text x="20" y="32" font-weight="600">${escapeXml(title)}</text>
<line class="one" x1="${x(1)}" x2="${x(1)}" y1="${TOP - 8}" y2="${bottom}"/>
<text x="${x(1)}" y="${bottom + 18}" text-anchor="middle">1: as long as the other; the mark is the goal</text>
${bars.map((bar, index) => drawBar(bar, TOP + index * ROW, x)).join('\n')}
</svg>
`
}

function drawBar({ name, value, goal }: Bar, y: number, x: (value: number) => number): string {
  const [baseline, mark] = [y + 14, x(limit(goal))]
  const color = isMet(value, goal) ? 'met' : 'missed'
  return [
    `<text x="${BAR_START - 10}" y="${baseline}" text-anchor="end">${escapeXml(name)}</text>`,
    `<rect class="${color}" x="${BAR_START}" y="${y}" width="${Math.max(1, x(value) - BAR_START)}" height="${ROW - 8}"/>`,
    `<line class="goal" x1="${mark}" x2="${mark}" y1="${y - 2}" y2="${y + ROW - 6}"/>`,
    `<text x="${Math.max(x(value), mark) + 8}" y="${baseline}">${value} (${escapeXml(goal)})</text>`,
  ].join('')
}

const escapeXml = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
