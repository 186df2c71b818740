import { isPatch } from '../format/patch.ts';
import type { ReadSync } from '../format/patch-chain.ts';
import { decodeRecordHead, RecordHead, recordChecksum } from '../format/record.ts';
import type { ScanState } from './scan-state.ts';
import type { SoundBases } from './sound-bases.ts';
import type { ScanStatus } from './visitor.ts';

/** The payload of a frame in memory: bytes[start, end) lies at `fileOffset` of its file. */
export interface Payload {
  bytes: Uint8Array;
  start: number;
  end: number;
  fileOffset: number;
  file: number;
  frame: number;
  firstSeq: number;
  records: number;
  /** Its records have sequence numbers of their own instead of counting up. */
  compacted: boolean;
  /** Of its segment, for what a patch builds on. */
  read: ReadSync;
  /** What patches can build on; null where nothing before it in its segment is damaged, or none stand in it. */
  bases: SoundBases | null;
}

const head = new RecordHead();

/** Sequence number of the payload's last record; null when it does not hold exactly the records it should. */
export function lastSeqOf(payload: Payload): number | null {
  let at = payload.start;
  let seq = payload.firstSeq - 1;
  for (let i = 0; i < payload.records; i++) {
    if (!decodeRecordHead(payload.bytes, at, payload.end, head) || head.end > payload.end) return null;
    const own = head.seqDelta === null ? payload.firstSeq + i : payload.firstSeq + head.seqDelta;
    if (own <= seq) return null;
    seq = own;
    at = head.end;
  }
  return at === payload.end ? seq : null;
}

/** Hands on all records of a payload whose checksum holds. Returns how many of them are patches of what is lost. */
export async function emitWhole(state: ScanState, payload: Payload, status: ScanStatus): Promise<number> {
  let at = payload.start;
  let lost = 0;
  for (let i = 0; i < payload.records; i++) {
    decodeRecordHead(payload.bytes, at, payload.end, head);
    const end = head.end;
    const seq = seqOf(payload, i);
    if (hasBase(payload, seq)) emit(state, payload, seq, status, end - at);
    else {
      emitDamaged(state, payload, at, end, seq);
      lost++;
    }
    at = end;
    if (state.slicer.due()) await state.pause();
  }
  return lost;
}

/** False for a patch that builds on what is damaged: its value is gone, though it is whole itself. */
function hasBase({ bytes, fileOffset, start, bases }: Payload, seq: number): boolean {
  if (bases === null || head.isDelete) return true;
  const isLost = isPatch(head.type) && !bases.hasBaseOf(bytes.subarray(head.valueOffset, head.end), seq);
  if (!isLost) bases.add(fileOffset + head.offset - start);
  return !isLost;
}

function emitDamaged(state: ScanState, payload: Payload, at: number, end: number, seq: number | null): void {
  const offset = payload.fileOffset + at - payload.start;
  state.emitUnknownRecord(payload.file, payload.frame, offset, end - at, seq, 'damaged');
}

/**
 * Hands on what of a damaged payload is whole by its own checksums, and what lies between as damaged.
 * Returns how many records are lost.
 */
export async function emitSound(state: ScanState, payload: Payload, accepted: boolean): Promise<number> {
  const status = accepted && !state.broken ? 'ok' : 'behind';
  let at = payload.start;
  let index = 0;
  let lost = 0;
  while (at < payload.end && index < payload.records) {
    if (isSound(payload, at, index)) {
      const end = head.end;
      const seq = seqOf(payload, index);
      if (hasBase(payload, seq)) emit(state, payload, seq, status, end - at);
      else {
        emitDamaged(state, payload, at, end, seq);
        lost++;
      }
      at = end;
      index++;
    } else {
      const restart = findRestart(payload, at, index);
      const seq = restart.index === index + 1 && !payload.compacted ? payload.firstSeq + index : null;
      emitDamaged(state, payload, at, restart.at, seq);
      lost += restart.index - index;
      at = restart.at;
      index = restart.index;
    }
    if (state.slicer.due()) await state.pause();
  }
  return lost + payload.records - index;
}

/** Hands on what can be told of a payload that does not end; its last record as far as it goes. */
export function emitTorn(state: ScanState, payload: Payload): void {
  let at = payload.start;
  for (let i = 0; i < payload.records && at < payload.end; i++) {
    const offset = payload.fileOffset + at - payload.start;
    if (!decodeRecordHead(payload.bytes, at, payload.end, head)) {
      state.emitUnknownRecord(
        payload.file,
        payload.frame,
        offset,
        payload.end - at,
        payload.firstSeq + i,
        'torn',
      );
      return;
    }
    const end = Math.min(head.end, payload.end);
    head.keyLength = Math.min(head.keyLength, payload.end - head.keyOffset);
    emit(state, payload, seqOf(payload, i), 'torn', end - at);
    at = end;
  }
}

function seqOf(payload: Payload, index: number): number {
  return payload.firstSeq + (head.seqDelta ?? index);
}

function isSound(payload: Payload, at: number, index: number): boolean {
  return (
    decodeRecordHead(payload.bytes, at, payload.end, head) &&
    head.end <= payload.end &&
    recordChecksum(payload.bytes, head, seqOf(payload, index)) === head.crcStored
  );
}

/** How far records are looked for behind a damaged one, and how many heads are read for it. */
const maxSearchBytes = 1024 * 1024;
const maxSearchHeads = 4_000_000;

/**
 * Where records are whole again after a damaged one: from there on their lengths must lead exactly to the end of
 * the payload, and the first of them must match its checksum as the record that it then is.
 */
function findRestart(payload: Payload, at: number, index: number): { at: number; index: number } {
  let heads = 0;
  const limit = Math.min(payload.end, at + maxSearchBytes);
  for (let candidate = at + 1; candidate < limit && heads < maxSearchHeads; candidate++) {
    let records = 0;
    let next = candidate;
    while (next < payload.end && decodeRecordHead(payload.bytes, next, payload.end, head)) {
      heads++;
      records++;
      next = head.end;
    }
    const restartIndex = payload.records - records;
    if (
      next === payload.end &&
      records > 0 &&
      restartIndex > index &&
      isSound(payload, candidate, restartIndex)
    ) {
      return { at: candidate, index: restartIndex };
    }
  }
  return { at: payload.end, index: payload.records };
}

function emit(state: ScanState, payload: Payload, seq: number, status: ScanStatus, length: number): void {
  const { record } = state;
  const toFile = payload.fileOffset - payload.start;
  record.file = payload.file;
  record.frame = payload.frame;
  record.offset = head.offset + toFile;
  record.length = length;
  record.headerLength = head.headLength;
  record.seq = seq;
  record.op = head.isDelete ? 'delete' : 'set';
  record.type = head.type;
  record.keyLength = head.keyLength;
  record.bytes = payload.bytes;
  record.keyStart = head.keyOffset;
  record.valueOffset = head.valueOffset + toFile;
  record.valueLength = head.valueLength;
  record.expireAt = head.expireAt;
  record.status = status;
  record.read = payload.read;
  state.emitRecord();
}
