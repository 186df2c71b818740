/** Kinds of what can happen to a key, as `notify-keyspace-events` tells them apart; the first two say where it is told. */
export const keyEvents = {
  keyspace: 1 << 0,
  keyevent: 1 << 1,
  generic: 1 << 2,
  string: 1 << 3,
  list: 1 << 4,
  set: 1 << 5,
  hash: 1 << 6,
  zset: 1 << 7,
  expired: 1 << 8,
  evicted: 1 << 9,
  stream: 1 << 10,
  module: 1 << 11,
  new: 1 << 12,
  keymiss: 1 << 13,
} as const;

/** In the order in which Redis tells them back. */
const letters: readonly (readonly [string, number])[] = [
  ['g', keyEvents.generic],
  ['$', keyEvents.string],
  ['l', keyEvents.list],
  ['s', keyEvents.set],
  ['h', keyEvents.hash],
  ['z', keyEvents.zset],
  ['x', keyEvents.expired],
  ['e', keyEvents.evicted],
  ['t', keyEvents.stream],
  ['d', keyEvents.module],
  ['n', keyEvents.new],
  ['K', keyEvents.keyspace],
  ['E', keyEvents.keyevent],
  ['m', keyEvents.keymiss],
];
/** What `A` stands for: neither new keys nor keys that were not there. */
const allLetters = 'g$lshzxetd';

const all = flagsOf(allLetters);

function flagsOf(text: string): number {
  return letters.reduce((flags, [letter, flag]) => (text.includes(letter) ? flags | flag : flags), 0);
}

export function areKeyEventLetters(text: string): boolean {
  return /^[Ag$lshzxeKEtmdn]*$/.test(text);
}

/** Bits of `keyEvents` for letters in any order. */
function keyEventFlags(text: string): number {
  return flagsOf(text) | (text.includes('A') ? all : 0);
}

/** The same as far as anybody can hear of it: somewhere it has to be told. */
export function toldEventsOf(text: string): number {
  const flags = keyEventFlags(text);
  return (flags & (keyEvents.keyspace | keyEvents.keyevent)) === 0 ? 0 : flags;
}

/** The letters as Redis tells them back: each once, `A` where it stands for what is there. */
export function keyEventLetters(text: string): string {
  const flags = keyEventFlags(text);
  const hasAll = (flags & all) === all;
  const named = letters.filter(([letter, flag]) => (flags & flag) !== 0 && !(hasAll && isWithinAll(letter)));
  return (hasAll ? 'A' : '') + named.map(([letter]) => letter).join('');
}

/** Redis does not tell `n` beside `A`, though it counts. */
const isWithinAll = (letter: string): boolean => letter === 'n' || allLetters.includes(letter);
