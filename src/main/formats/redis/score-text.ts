/** How the Redis that wrote a file prints scores: with 17 digits, or from 7.2 on with as few as tell them apart. */
export type ScoreStyle = 'digits-17' | 'shortest';

/** Whole numbers up to here are printed as such by the shortest style. */
const maxWhole = 2 ** 62;

export function scoreText(score: number, style: ScoreStyle): string {
  if (Number.isNaN(score)) return 'nan';
  if (score === Number.POSITIVE_INFINITY) return 'inf';
  if (score === Number.NEGATIVE_INFINITY) return '-inf';
  return style === 'shortest' ? shortest(score) : printf17g(score);
}

/** C's `%.17g`. */
export function printf17g(value: number): string {
  if (value === 0) return Object.is(value, -0) ? '-0' : '0';
  const [digits = '', exponentText = '0'] = value.toExponential(16).split('e');
  const exponent = Number(exponentText);
  if (exponent < -4 || exponent >= 17) {
    const sign = exponent < 0 ? '-' : '+';
    return `${trimZeros(digits)}e${sign}${String(Math.abs(exponent)).padStart(2, '0')}`;
  }
  return trimZeros(value.toFixed(Math.max(0, 16 - exponent)));
}

function trimZeros(text: string): string {
  return text.includes('.') ? text.replace(/\.?0+$/, '') : text;
}

/** As the shortest digits that read back the same are laid out by Redis's own printer. */
function shortest(score: number): string {
  if (Number.isInteger(score) && Math.abs(score) <= maxWhole) return BigInt(score).toString();
  const [mantissa = '', exponentText = '0'] = Math.abs(score).toExponential().split('e');
  const digits = mantissa.replace('.', '');
  const exponent = Number(exponentText);
  const scale = exponent - (digits.length - 1);
  const sign = score < 0 ? '-' : '';
  if (scale >= 0 && exponent < digits.length + 7) return `${sign}${digits}${'0'.repeat(scale)}`;
  if (scale < 0 && (scale > -7 || Math.abs(exponent) < 4))
    return sign + decimal(digits, digits.length + scale);
  const fraction = digits.length > 1 ? `.${digits.slice(1)}` : '';
  return `${sign}${digits[0]}${fraction}e${exponent < 0 ? '-' : '+'}${Math.abs(exponent)}`;
}

function decimal(digits: string, pointAt: number): string {
  if (pointAt <= 0) return `0.${'0'.repeat(-pointAt)}${digits}`;
  return `${digits.slice(0, pointAt)}.${digits.slice(pointAt)}`;
}
