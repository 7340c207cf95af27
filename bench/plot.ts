import { type Figure, type Goal, isMet, limit } from './figure.js'

const WIDTH = 860
const ROW = 26
const TOP = 60
/** Where the bars begin and where the longest of them ends. */
const LEFT = 420
const RIGHT = 720

/** By the background's own colours, so that it can be read whatever surrounds it; blue and orange also with weak colour vision. */
const STYLE = `
text { font: 13px system-ui, sans-serif; fill: #1f2328 }
.paper { fill: #ffffff } .met { fill: #0969da } .missed { fill: #bc4c00 } .free { fill: #818b98 }
.one { stroke: #818b98; stroke-dasharray: 3 3 } .goal { stroke: #1f2328; stroke-width: 2 }
@media (prefers-color-scheme: dark) {
  text { fill: #f0f6fc }
  .paper { fill: #0d1117 } .met { fill: #4493f8 } .missed { fill: #f0883e } .goal { stroke: #f0f6fc }
}`

/** The ratios among the figures as horizontal bars, each with its goal as a mark. */
export function plot(title: string, figures: Figure[]): string {
  const ratios = figures.filter(({ unit }) => unit === 'ratio')
  const longest = Math.max(1, ...ratios.flatMap(({ value, goal }) => [value, goal ? limit(goal) : 0]))
  const x = (value: number) => Math.round(LEFT + ((RIGHT - LEFT) * value) / longest)
  const bottom = TOP + ratios.length * ROW
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${bottom + 40}" role="img" aria-labelledby="title description">
<title id="title">${escaped(title)}</title>
<desc id="description">${ratios.map((ratio) => escaped(inWords(ratio))).join('; ')}</desc>
<style>${STYLE}
</style>
<rect class="paper" width="${WIDTH}" height="${bottom + 40}" rx="6"/>
<text x="20" y="32" font-weight="600">${escaped(title)}</text>
<line class="one" x1="${x(1)}" x2="${x(1)}" y1="${TOP - 8}" y2="${bottom}"/>
<text x="${x(1)}" y="${bottom + 18}" text-anchor="middle">1: as long as the other; the mark is the goal</text>
${ratios.map((ratio, index) => bar(ratio, TOP + index * ROW, x)).join('\n')}
</svg>
`
}

function bar({ name, value, goal }: Figure, y: number, x: (value: number) => number): string {
  const middle = y + ROW / 2
  const mark = goal ? x(limit(goal)) : undefined
  return [
    `<text x="${LEFT - 10}" y="${middle}" text-anchor="end">${escaped(name)}</text>`,
    `<rect class="${kind(value, goal)}" x="${LEFT}" y="${y}" width="${Math.max(1, x(value) - LEFT)}" height="${ROW - 8}"/>`,
    ...(mark ? [`<line class="goal" x1="${mark}" x2="${mark}" y1="${y - 2}" y2="${y + ROW - 6}"/>`] : []),
    `<text x="${Math.max(x(value), mark ?? 0) + 8}" y="${middle}">${value}${goal ? ` (${escaped(goal)})` : ''}</text>`,
  ].join('')
}

const kind = (value: number, goal?: Goal) => (goal ? (isMet(value, goal) ? 'met' : 'missed') : 'free')

const inWords = ({ name, value, goal }: Figure) => `${name}: ${value}${goal ? `, goal ${goal}` : ''}`

const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
