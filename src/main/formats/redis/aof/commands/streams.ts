import { indexFrom } from '../../stream-entries.ts';
import { compareIds, idText, type Stream } from '../../value.ts';
import { type Call, type CommandTable, Refused, Unknowable } from '../command.ts';
import { claim } from './claim.ts';
import { readByGroup } from './read-by-group.ts';
import { release } from './release.ts';
import { acknowledge, changeGroup } from './stream-groups.ts';
import { idOf } from './stream-ids.ts';
import { groupOf, newStream, streamOf } from './stream-of.ts';
import {
  acknowledgeAndRemove,
  forget,
  idsAndReferences,
  isReferences,
  type References,
  removeEntries,
} from './stream-references.ts';

function add(call: Call): void {
  let at = 2;
  let create = true;
  let references: References = 'KEEPREF';
  let trims: ReturnType<typeof trimming> | null = null;
  let isNamed = false;
  for (; ; at++) {
    const option = call.word(at);
    if (option === 'NOMKSTREAM') create = false;
    else if (isReferences(option)) references = option;
    else if (option === 'IDMP' || option === 'IDMPAUTO') {
      isNamed = true;
      at += option === 'IDMP' ? 2 : 1;
    } else if (option === 'MAXLEN' || option === 'MINID') {
      trims = trimming(call, at);
      at = trims.end - 1;
    } else break;
  }
  if (/^[A-Z]/.test(call.word(at))) throw call.unknownOption(at);
  // An entry that a producer sent again is logged as it was sent: it was there, and none was added.
  if (isNamed && call.binary(at) === '*') return;
  if (trims) refuseGuess(trims);
  const id = idOf(call.binary(at));
  const fields = [...call.binaries(at + 1)];
  if (fields.length === 0 || fields.length % 2 !== 0) throw new Refused('syntax');
  const before = call.value(call.binary(1), 'stream');
  if (!before && !create) return;
  const value = before ?? newStream();
  if (compareIds(id, value.stream.lastId) <= 0) throw new Refused('the id is not higher than the last');
  // Times repeat in a row of entries: one number is kept for all of them.
  const sameTime = id.ms === value.stream.lastId.ms ? { ms: value.stream.lastId.ms, seq: id.seq } : id;
  value.stream.entries.push({ id: sameTime, fields });
  value.stream.lastId = sameTime;
  value.stream.entriesAdded++;
  if (trims) trimEntries(value.stream, trims, references);
  call.keys.changed(call.binary(1), value);
}

/** How many of the oldest entries are trimmed. */
type ToTrim = (stream: Stream) => number;

/** `MAXLEN` or `MINID`, `=` if there, a bound, `LIMIT` if there. Redis logs what was trimmed exactly. */
function trimming(call: Call, at: number): { choose: ToTrim; end: number; isApproximate: boolean } {
  const strategy = call.word(at);
  const mark = call.binary(at + 1);
  const isApproximate = mark === '~';
  const boundAt = isApproximate || mark === '=' ? at + 2 : at + 1;
  const end = call.count > boundAt + 1 && call.word(boundAt + 1) === 'LIMIT' ? boundAt + 3 : boundAt + 1;
  if (strategy === 'MAXLEN') {
    const length = call.number(boundAt);
    return { end, isApproximate, choose: ({ entries }) => Math.max(0, entries.length - length) };
  }
  const min = idOf(call.binary(boundAt));
  return { end, isApproximate, choose: (stream) => indexFrom(stream, min) };
}

function refuseGuess({ isApproximate }: ReturnType<typeof trimming>): void {
  if (isApproximate) throw new Unknowable('it trims approximately, and the log does not say how far');
}

function trimEntries(stream: Stream, { choose }: { choose: ToTrim }, references: References): void {
  if (references === 'ACKED')
    throw new Unknowable('versions of Redis differ in which entries stay with ACKED');
  const trimmed = stream.entries.take(choose(stream), 'start');
  if (references === 'DELREF') for (const { id } of trimmed) forget(stream, idText(id));
}

function trim(call: Call): void {
  const value = streamOf(call);
  const trims = trimming(call, 2);
  refuseGuess(trims);
  const { end } = trims;
  const references = end < call.count ? call.word(end) : 'KEEPREF';
  if (!isReferences(references)) throw call.unknownOption(end);
  trimEntries(value.stream, trims, references);
  call.keys.changed(call.binary(1), value);
}

function deleteEntries(call: Call): void {
  const value = streamOf(call);
  removeEntries(value.stream, Array.from(call.binaries(2), idOf), 'KEEPREF');
  call.keys.changed(call.binary(1), value);
}

function setId(call: Call): void {
  const value = streamOf(call);
  const { stream } = value;
  stream.lastId = idOf(call.binary(2));
  for (let at = 3; at < call.count; at += 2) {
    const option = call.word(at);
    if (option === 'ENTRIESADDED') stream.entriesAdded = call.integer(at + 1);
    else if (option === 'MAXDELETEDID') stream.maxDeletedId = idOf(call.binary(at + 1));
    else throw call.unknownOption(at);
  }
  call.keys.changed(call.binary(1), value);
}

export const streamCommands: CommandTable = {
  XADD: add,
  XTRIM: trim,
  XDEL: deleteEntries,
  XDELEX: (call) => {
    const value = streamOf(call);
    const { ids, references } = idsAndReferences(call, 2);
    removeEntries(value.stream, ids, references);
    call.keys.changed(call.binary(1), value);
  },
  XACKDEL: (call) => {
    const value = streamOf(call);
    const { ids, references } = idsAndReferences(call, 3);
    acknowledgeAndRemove(value.stream, groupOf(value.stream, call.binary(2)), ids, references);
    call.keys.changed(call.binary(1), value);
  },
  XSETID: setId,
  XGROUP: changeGroup,
  XREADGROUP: readByGroup,
  XACK: acknowledge,
  XNACK: release,
  // What a stream remembers of its producers is no part of its entries.
  XCFGSET: () => undefined,
  XIDMPRECORD: () => undefined,
  XCLAIM: (call) => {
    const value = streamOf(call);
    claim(call, value.stream, groupOf(value.stream, call.binary(2)));
    call.keys.changed(call.binary(1), value);
  },
};
