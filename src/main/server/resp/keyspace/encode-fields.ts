import type { Block } from '../../../formats/redis/block.ts';
import type { Fields } from '../../../formats/redis/commands/fields.ts';
import type { Binary, HashField } from '../../../formats/redis/value.ts';
import { writeDeadline, writeField } from '../../../formats/redis/value-json.ts';
import { noteOf, notesOf } from './block-notes.ts';
import type { JoinedPart } from './changed-blocks.ts';

/** Of a block in which fields have deadlines. */
interface Deadlines {
  /** Until then the notes hold; ms since 1970. */
  soonest: number;
  /** What is said of them behind the values; null = nothing. */
  note: Uint8Array | null;
}

/** By the notes of the blocks: they go with these. */
const deadlinesOf = new WeakMap<Uint8Array, Deadlines>();

/** The parts of a large hash as the store holds it. Deadlines pass without a change: such fields are left out. */
export function hashParts(fields: Fields, nowMs: number): JoinedPart[] {
  const fieldOf = (name: Binary): HashField => fields.get(name) as HashField;
  const { blocks } = fields.names;
  if (fields.expiring === 0)
    return [opening, notesOf(blocks, (json, name) => writeField(json, name, fieldOf(name).value)), closing];
  const notes = blocks.map((block) => noteOfBlock(block, fieldOf, nowMs)).filter(({ length }) => length > 0);
  const deadlines = notes.flatMap((note) => deadlinesOf.get(note)?.note ?? []);
  if (deadlines.length === 0) return [opening, notes, closing];
  return [opening, notes, '},"fieldExpireAt":{', deadlines, closing];
}

const opening = '{"value":{';
const closing = '}}';

function noteOfBlock(block: Block<Binary>, fieldOf: (name: Binary) => HashField, nowMs: number): Uint8Array {
  if (block.note !== null && (deadlinesOf.get(block.note)?.soonest ?? Number.POSITIVE_INFINITY) > nowMs)
    return block.note;
  const left = block.elements.filter((name) => (fieldOf(name).expireAt ?? Number.POSITIVE_INFINITY) > nowMs);
  const expiring = left.filter((name) => fieldOf(name).expireAt !== null);
  const note = noteOf(left, (json, name) => writeField(json, name, fieldOf(name).value));
  block.note = note;
  if (expiring.length === 0) return note;
  deadlinesOf.set(note, {
    soonest: Math.min(...expiring.map((name) => fieldOf(name).expireAt as number)),
    note: noteOf(expiring, (json, name) => writeDeadline(json, name, fieldOf(name).expireAt as number)),
  });
  return note;
}
