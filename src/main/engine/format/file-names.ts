/** What the files of a store are called. */

export const manifestFile = 'MANIFEST';
export const durableMarkFile = 'DURABLE';
/** The index as it was at one moment of the log. */
export const checkpointFile = 'INDEX';
export const lockFile = 'LOCK';
/** What is being written under this suffix does not count until it has been renamed. */
export const temporarySuffix = '.tmp';
export const segmentSuffix = '.wlog';
export const hintSuffix = '.hint';

/** Segment numbers are written with at least this many digits, so that names sort as numbers do. */
const digits = 8;

export const segmentFile = (number: number): string =>
  `${String(number).padStart(digits, '0')}${segmentSuffix}`;
export const hintFile = (number: number): string => `${String(number).padStart(digits, '0')}${hintSuffix}`;

/** The number in the name of a segment (or, with `suffix`, of a hint); null for every other name. */
export function numberInName(name: string, suffix: string = segmentSuffix): number | null {
  if (!name.endsWith(suffix)) return null;
  const text = name.slice(0, -suffix.length);
  if (!/^\d{8,10}$/.test(text)) return null;
  const number = Number(text);
  return number >= 1 && number <= 0xffff_ffff ? number : null;
}

/** True for the names that a store gives its files; every other file in its directory is left alone. */
export function isStoreFile(name: string): boolean {
  const whole = name.endsWith(temporarySuffix) ? name.slice(0, -temporarySuffix.length) : name;
  return (
    whole === manifestFile ||
    whole === durableMarkFile ||
    whole === checkpointFile ||
    whole === lockFile ||
    numberInName(whole) !== null ||
    numberInName(whole, hintSuffix) !== null
  );
}
