import { type PatchStep, sameEnds } from '../../../engine/format/patch.ts';

/** ASCII as it is, or encoded blocks that are written with commas between. */
export type JoinedPart = string | readonly Uint8Array[];

const comma = 0x2c;
const commaBytes = Uint8Array.of(comma);

/**
 * What makes the bytes of one version those of the next, of which many blocks are the same objects; null when they are
 * not made up alike.
 */
export function changedBlocks(
  before: readonly JoinedPart[],
  after: readonly JoinedPart[],
): PatchStep[] | null {
  if (before.length !== after.length) return null;
  const script = new StepWriter();
  for (const [i, part] of after.entries()) {
    const old = before[i] as JoinedPart;
    if (typeof part === 'string') {
      if (typeof old !== 'string') return null;
      if (part === old) script.keep(part.length);
      else script.replace(Buffer.from(old, 'latin1'), Buffer.from(part, 'latin1'));
    } else {
      if (typeof old === 'string') return null;
      compareBlocks(old, part, script);
    }
  }
  return script.finish();
}

function compareBlocks(old: readonly Uint8Array[], made: readonly Uint8Array[], script: StepWriter): void {
  let start = 0;
  while (start < old.length && start < made.length && old[start] === made[start]) {
    script.keep((old[start] as Uint8Array).length + (start > 0 ? 1 : 0));
    start++;
  }
  let same = 0;
  const most = Math.min(old.length, made.length) - start;
  while (same < most && old[old.length - 1 - same] === made[made.length - 1 - same]) same++;
  compareBetween(old, start, old.length - same, made, start, made.length - same, script);
  for (let i = made.length - same, from = old.length - same; i < made.length; i++, from++) {
    const block = made[i] as Uint8Array;
    // Only the first of all has no comma before it.
    if (from > 0 && i > 0) script.keep(block.length + 1);
    else {
      if (from > 0) script.skip(1);
      if (i > 0) script.insert(commaBytes);
      script.keep(block.length);
    }
  }
}

/** Where both have changed: blocks that are in both are kept, others take the place of those that are gone. */
function compareBetween(
  old: readonly Uint8Array[],
  oldStart: number,
  oldEnd: number,
  made: readonly Uint8Array[],
  madeStart: number,
  madeEnd: number,
  script: StepWriter,
): void {
  const stays = new Set<Uint8Array>();
  for (let i = madeStart; i < madeEnd; i++) stays.add(made[i] as Uint8Array);
  const known = new Set<Uint8Array>();
  for (let i = oldStart; i < oldEnd; i++) known.add(old[i] as Uint8Array);
  let at = oldStart;
  for (let i = madeStart; i < madeEnd; i++) {
    const block = made[i] as Uint8Array;
    // What is not there any more makes way for what is, or goes.
    if (known.has(block)) {
      while (at < oldEnd && old[at] !== block && !stays.has(old[at] as Uint8Array)) gone(old, at++, script);
    }
    const from = old[at];
    if (at < oldEnd && from !== undefined && (from === block || !stays.has(from))) {
      separate(at > 0, i > 0, script);
      if (from === block) script.keep(block.length);
      else script.replace(from, block);
      at++;
    } else {
      separate(false, i > 0, script);
      script.insert(block);
    }
  }
  while (at < oldEnd) gone(old, at++, script);
}

function gone(old: readonly Uint8Array[], index: number, script: StepWriter): void {
  script.skip((old[index] as Uint8Array).length + (index > 0 ? 1 : 0));
}

/** The comma before a block: whether it was there, and whether it is to be. */
function separate(was: boolean, is: boolean, script: StepWriter): void {
  if (was && is) script.keep(1);
  else if (was) script.skip(1);
  else if (is) script.insert(commaBytes);
}

/** Puts steps together: first what stays, then what goes, then what comes. */
class StepWriter {
  readonly #steps: PatchStep[] = [];
  #keep = 0;
  #skip = 0;
  #inserted: Uint8Array[] = [];

  keep(bytes: number): void {
    if (bytes === 0) return;
    if (this.#skip > 0 || this.#inserted.length > 0) this.#end();
    this.#keep += bytes;
  }

  skip(bytes: number): void {
    this.#skip += bytes;
  }

  insert(bytes: Uint8Array): void {
    if (bytes.length > 0) this.#inserted.push(bytes);
  }

  /** One takes the place of the other: what both begin and end with stays. */
  replace(old: Uint8Array, made: Uint8Array): void {
    const { front, back } = sameEnds(old, made);
    this.keep(front);
    this.skip(old.length - front - back);
    this.insert(made.subarray(front, made.length - back));
    this.keep(back);
  }

  /** What is left stays without being said. */
  finish(): PatchStep[] {
    if (this.#skip > 0 || this.#inserted.length > 0) this.#end();
    return this.#steps;
  }

  #end(): void {
    const [first] = this.#inserted;
    const insert = this.#inserted.length === 1 ? (first as Uint8Array) : Buffer.concat(this.#inserted);
    this.#steps.push({ keep: this.#keep, skip: this.#skip, insert });
    this.#keep = 0;
    this.#skip = 0;
    this.#inserted = [];
  }
}
