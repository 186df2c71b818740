import type { LatencySample } from './latency-events.ts';

const columns = 80;
/** Lines of a graph, each of so many steps: from the lowest to the highest sample. */
const rows = 4;
const marks = ['_', 'o', '#'];
const filled = '|';

/** Samples as columns of characters with how long ago they were below, as LATENCY GRAPH of Redis draws them. */
export function latencyGraph(
  event: string,
  { samples, maxMs, nowSeconds }: { samples: readonly LatencySample[]; maxMs: number; nowSeconds: number },
): string {
  const times = samples.map(({ ms }) => ms);
  const [low, high] = [Math.min(...times), Math.max(...times)];
  const parts: string[] = [];
  for (let from = 0; from < samples.length; from += columns) {
    const part = samples.slice(from, from + columns);
    const bars = part.map(({ ms }) => barOf(ms - low, high - low));
    const ages = part.map(({ at }) => ageOf(nowSeconds - at));
    const height = Math.max(...ages.map(({ length }) => length));
    const lines = [
      ...Array.from({ length: rows }, (_, row) => bars.map((bar) => bar[row]).join('')),
      ' '.repeat(part.length),
      ...Array.from({ length: height }, (_, row) => ages.map((age) => age[row] ?? ' ').join('')),
    ];
    parts.push(lines.map((line) => `${line}\n`).join(''));
  }
  const title = `${event} - high ${high} ms, low ${low} ms (all time high ${maxMs} ms)\n`;
  return `${title}${'-'.repeat(columns)}\n${parts.join('\n')}`;
}

/** A column from the top down. */
function barOf(height: number, range: number): string[] {
  const steps = rows * marks.length;
  const step = Math.min(steps - 1, Math.floor((height * steps) / (range || 1)));
  return Array.from({ length: rows }, (_, row) => {
    const mark = step - (rows - 1 - row) * marks.length;
    return mark < 0 ? ' ' : (marks[mark] ?? filled);
  });
}

const units = [
  ['d', 86_400],
  ['h', 3600],
  ['m', 60],
] as const;

function ageOf(seconds: number): string {
  const [letter, length] = units.find(([, each]) => seconds >= each) ?? ['s', 1];
  return `${Math.floor(seconds / length)}${letter}`;
}
