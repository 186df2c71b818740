import { goals, measured, reached } from './goals.mjs';
import { times } from './numbers.mjs';

/**
 * One bar a goal, on a logarithmic scale of "times better than what it is compared with": for times and sizes that is
 * the inverse of the ratio. The whisker is the spread of the rounds, the ticks are goal and stretch.
 */

const rowHeight = 22;
const labelWidth = 372;
const plotWidth = 420;
const top = 46;
const width = labelWidth + plotWidth + 110;

const style = `
  svg { font: 12px ui-sans-serif, system-ui, sans-serif; --ink: #1c1f26; --soft: #6b7280; --line: #d5d9e0; --bar: #2f6fde; --missed: #c2571a; --back: #ffffff; }
  @media (prefers-color-scheme: dark) { svg { --ink: #e7e9ee; --soft: #9aa2b1; --line: #363b45; --bar: #6ea0ff; --missed: #f08c4a; --back: #15171c; } }
  text { fill: var(--ink); } .soft { fill: var(--soft); } .back { fill: var(--back); }
  .line { stroke: var(--line); } .bar { fill: var(--bar); } .missed { fill: var(--missed); }
  .whisker { stroke: var(--ink); stroke-width: 1.2; } .goal { stroke: var(--ink); stroke-width: 2; } .stretch { stroke: var(--soft); stroke-width: 2; }`;

/**
 * @param {import('./rounds.mjs').ShapeRun[]} runs
 * @param {Map<string, import('../peers/index.mjs').Contender>} contenders
 */
export function drawChart(runs, contenders) {
  const bars = runs.flatMap((run) => barsOf(run, contenders));
  const scale = logScale(bars);
  const parts = [];
  let y = top;
  for (const run of runs) {
    parts.push(`<text x="12" y="${y + 15}" font-weight="600">${escapeText(run.shape.title)}</text>`);
    y += rowHeight;
    for (const bar of bars.filter((one) => one.shape === run.shape.id)) {
      parts.push(drawBar(bar, y, scale));
      y += rowHeight;
    }
    y += 10;
  }
  const height = y + 8;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="How many times better than each peer, with goals">
<style>${style}</style>
<rect class="back" width="${width}" height="${height}"/>
<text x="12" y="20" class="soft">Times better than the peer, median of the rounds. Line: spread. Dark tick: goal. Light tick: stretch.</text>
${drawAxis(scale, height)}
${parts.join('\n')}
</svg>
`;
}

function barsOf(run, contenders) {
  const bars = [];
  for (const goal of goals) {
    const value = goal.peer ? measured(goal, run) : null;
    if (value === null) continue;
    const better = (ratio) => (goal.direction === 'atLeast' ? ratio : 1 / ratio);
    bars.push({
      shape: run.shape.id,
      label: `${goal.what} · ${contenders.get(goal.peer)?.title ?? goal.peer}`,
      value: better(value.median),
      ends: [better(value.low), better(value.high)],
      goal: better(goal.goal),
      stretch: better(goal.stretch ?? goal.goal),
      missed: reached(goal, value) === 'missed',
    });
  }
  return bars;
}

function logScale(bars) {
  const all = bars
    .flatMap((bar) => [bar.value, bar.stretch, bar.goal, ...bar.ends, 1])
    .filter((value) => value > 0);
  const low = Math.floor(Math.log10(Math.min(...all, 0.5)));
  const high = Math.ceil(Math.log10(Math.max(...all, 10)));
  const x = (value) => labelWidth + ((Math.log10(value) - low) / (high - low)) * plotWidth;
  return { low, high, x };
}

function drawAxis({ low, high, x }, height) {
  const marks = [];
  for (let power = low; power <= high; power++) {
    const at = x(10 ** power).toFixed(1);
    marks.push(`<line class="line" x1="${at}" x2="${at}" y1="${top}" y2="${height - 8}"/>`);
    marks.push(
      `<text class="soft" x="${at}" y="${top - 6}" text-anchor="middle">${times(10 ** power)}</text>`,
    );
  }
  return marks.join('\n');
}

function drawBar(bar, y, { x }) {
  const [from, to] = [x(1), x(bar.value)].sort((a, b) => a - b);
  const middle = y + 10;
  const tick = (value, name) =>
    `<line class="${name}" x1="${x(value).toFixed(1)}" x2="${x(value).toFixed(1)}" y1="${y + 1}" y2="${y + 19}"/>`;
  const [near, far] = bar.ends.map((end) => x(end).toFixed(1));
  return `<text x="${labelWidth - 8}" y="${y + 14}" text-anchor="end">${escapeText(bar.label)}</text>
<rect class="${bar.missed ? 'missed' : 'bar'}" x="${from.toFixed(1)}" y="${y + 4}" width="${Math.max(1, to - from).toFixed(1)}" height="12" rx="2"/>
<line class="whisker" x1="${near}" x2="${far}" y1="${middle}" y2="${middle}"/>
${tick(bar.goal, 'goal')}${tick(bar.stretch, 'stretch')}
<text x="${labelWidth + plotWidth + 12}" y="${y + 14}">${times(bar.value)}</text>`;
}

const escapeText = (text) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
