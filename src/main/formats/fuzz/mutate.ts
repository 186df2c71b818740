import type { SeededRandom } from '../../../shared/seeded-random.ts';

/** A directory in memory: the bytes of each file by its name, relative, with forward slashes. */
export type Files = Readonly<Record<string, Buffer>>;

export interface Mutation {
  files: Record<string, Buffer>;
  /** What was done to which bytes, a few words for each step. */
  steps: string[];
}

const maxSteps = 4;
/** Of so many steps one takes a whole file away. */
const removeOneIn = 40;
const maxRangeBytes = 400;
/** What lengths and counts break on: ends of ranges, signs, and what a byte more or less makes of them. */
const numbers = [0, 1, 2, 0x7f, 0x80, 0xff, 0x7fff, 0xffff, 0x7fffffff, 0x80000000, 0xfffffffe, 0xffffffff];

/** One way to spoil a file: returns what the file is then, and in words what was done. */
type Fault = (content: Buffer, random: SeededRandom, files: Files) => [Buffer, string];

/** Spoils one to four places of a directory. The same state of `random` gives the same mutation. */
export function mutate(files: Files, random: SeededRandom): Mutation {
  const now: Record<string, Buffer> = { ...files };
  const steps: string[] = [];
  const count = random.between(1, maxSteps);
  for (let step = 0; step < count; step++) {
    const name = random.pick(Object.keys(now));
    if (random.below(removeOneIn) === 0 && Object.keys(now).length > 1) {
      delete now[name];
      steps.push(`${name}: removed`);
      continue;
    }
    const [content, words] = random.pick(faults)(now[name] as Buffer, random, files);
    now[name] = content;
    steps.push(`${name}: ${words}`);
  }
  return { files: now, steps };
}

const faults: readonly Fault[] = [
  flip,
  flip,
  fill,
  noise,
  cutOff,
  cutOut,
  repeat,
  splice,
  exchange,
  binaryLength,
  binaryLength,
  textLength,
  textLength,
  grow,
];

function rangeIn({ length }: Buffer, random: SeededRandom): { from: number; to: number } {
  const from = random.below(length + 1);
  return { from, to: Math.min(length, from + random.between(1, maxRangeBytes)) };
}

function flip(content: Buffer, random: SeededRandom): [Buffer, string] {
  const copy = Buffer.from(content);
  const at = random.below(copy.length || 1);
  const bit = random.below(8);
  if (copy.length > 0) copy[at] = (copy[at] as number) ^ (1 << bit);
  return [copy, `bit ${bit} of byte ${at} flipped`];
}

function fill(content: Buffer, random: SeededRandom): [Buffer, string] {
  const { from, to } = rangeIn(content, random);
  const byte = random.pick([0, 0, 0xff]);
  return [Buffer.from(content).fill(byte, from, to), `bytes ${from} to ${to} filled with ${byte}`];
}

function noise(content: Buffer, random: SeededRandom): [Buffer, string] {
  const { from, to } = rangeIn(content, random);
  const copy = Buffer.from(content);
  for (let at = from; at < to; at++) copy[at] = random.below(256);
  return [copy, `noise in bytes ${from} to ${to}`];
}

function cutOff(content: Buffer, random: SeededRandom): [Buffer, string] {
  const end = random.below(content.length + 1);
  return [content.subarray(0, end), `cut at ${end}`];
}

function cutOut(content: Buffer, random: SeededRandom): [Buffer, string] {
  const { from, to } = rangeIn(content, random);
  return [Buffer.concat([content.subarray(0, from), content.subarray(to)]), `bytes ${from} to ${to} cut out`];
}

function repeat(content: Buffer, random: SeededRandom): [Buffer, string] {
  const { from, to } = rangeIn(content, random);
  return [
    Buffer.concat([content.subarray(0, to), content.subarray(from)]),
    `bytes ${from} to ${to} twice in a row`,
  ];
}

/** Bytes of any file of the directory, as a misdirected write leaves them. */
function splice(content: Buffer, random: SeededRandom, files: Files): [Buffer, string] {
  const name = random.pick(Object.keys(files));
  const source = files[name] as Buffer;
  const { from, to } = rangeIn(source, random);
  const at = random.below(content.length + 1);
  const over = random.pick([true, false]) ? Math.min(content.length, at + to - from) : at;
  return [
    Buffer.concat([content.subarray(0, at), source.subarray(from, to), content.subarray(over)]),
    `bytes ${from} to ${to} of ${name} over bytes ${at} to ${over}`,
  ];
}

/** Two neighbouring ranges in the other order. */
function exchange(content: Buffer, random: SeededRandom): [Buffer, string] {
  const first = rangeIn(content, random);
  const second = Math.min(content.length, first.to + random.between(1, maxRangeBytes));
  const parts = [
    content.subarray(0, first.from),
    content.subarray(first.to, second),
    content.subarray(first.from, first.to),
    content.subarray(second),
  ];
  return [Buffer.concat(parts), `bytes ${first.from} to ${first.to} behind those up to ${second}`];
}

function binaryLength(content: Buffer, random: SeededRandom): [Buffer, string] {
  const width = random.pick([1, 2, 4, 8]);
  if (content.length < width) return [content, 'nothing'];
  const at = random.below(content.length - width + 1);
  const number = random.pick([...numbers, content.length, content.length - at, content.length + 1]);
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64LE(BigInt(number));
  const copy = Buffer.from(content);
  const field = bytes.subarray(0, width);
  copy.set(random.pick([true, false]) ? field : field.reverse(), at);
  return [copy, `${number} in the ${width} bytes at ${at}`];
}

/** The next number in decimal digits becomes another. */
function textLength(content: Buffer, random: SeededRandom): [Buffer, string] {
  const isDigit = (byte: number | undefined) => byte !== undefined && byte >= 0x30 && byte <= 0x39;
  let from = random.below(content.length + 1);
  while (from < content.length && !isDigit(content[from])) from++;
  let to = from;
  while (to < content.length && isDigit(content[to])) to++;
  const number = String(random.pick([...numbers, -1, content.length, 1e18, '9'.repeat(25)]));
  return [
    Buffer.concat([content.subarray(0, from), Buffer.from(number), content.subarray(to)]),
    `${number} in place of the digits at ${from} to ${to}`,
  ];
}

function grow(content: Buffer, random: SeededRandom): [Buffer, string] {
  const tail = Buffer.alloc(random.between(1, 4096));
  const isNoise = random.pick([true, false]);
  if (isNoise) for (let at = 0; at < tail.length; at++) tail[at] = random.below(256);
  return [
    Buffer.concat([content, tail]),
    `${tail.length} bytes of ${isNoise ? 'noise' : 'zeros'} at the end`,
  ];
}
