/** Numbers as people read them. */

const whole = new Intl.NumberFormat('en');

/** Three significant digits, with thousands separated. */
export function short(value) {
  if (!Number.isFinite(value)) return '–';
  return Math.abs(value) >= 100 ? whole.format(Math.round(value)) : String(Number(value.toPrecision(3)));
}

/** 12.3×, and below 1 as the fraction that people compare goals with: 1/25. */
export function times(value) {
  if (value >= 0.9 || value <= 0) return `${short(value)}×`;
  return `1/${short(1 / value)}`;
}

/** @param {number} value @param {'ratio' | 'bytes' | 'ms'} unit */
export function inUnit(value, unit) {
  if (unit === 'ratio') return times(value);
  return unit === 'bytes' ? `${short(value)} B` : `${short(value)} ms`;
}

/** @param {import('./statistics.mjs').Figure} figure */
export function withSpread(figure, unit) {
  const ends = [figure.low, figure.high].map((value) => inUnit(value, unit));
  return `${inUnit(figure.median, unit)} (${ends[0]} … ${ends[1]})`;
}

/** Rates per second, times and sizes in the unit that keeps them short. */
export function absolute(value, measure) {
  if (value === null) return '–';
  if (/PerSecond$/.test(measure))
    return value >= 1e6 ? `${short(value / 1e6)} M/s` : `${short(value / 1e3)} k/s`;
  if (/Bytes$|^bytes/.test(measure)) return `${short(value / 2 ** 20)} MiB`;
  if (/Ms$|^ms$/.test(measure)) return `${short(value)} ms`;
  if (/PerKey$/.test(measure)) return `${short(value)} B`;
  if (/^ns/.test(measure)) return `${short(value)} ns`;
  return short(value);
}
