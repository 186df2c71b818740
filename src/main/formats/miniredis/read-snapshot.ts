import { WalscopeError } from '../../../shared/errors.ts';
import type { FileHandle } from '../../engine/fs/file-system.ts';
import { snapshotFile } from './files.ts';
import { isSpace, type Member, parseValue, type Range, readMembers, skipSpace } from './json-members.ts';
import type { MiniRedisLog } from './miniredis-log.ts';
import { parseEntry } from './operation.ts';

/** The engine itself holds a snapshot in memory as a whole; a longer one is refused. Bytes. */
const maxSnapshotBytes = 1024 * 1024 * 1024;

interface Entry {
  member: Member;
  parsed: Exclude<ReturnType<typeof parseEntry>, string>;
}

interface Snapshot {
  entries: Entry[];
  damage: { offset: number; length: number; reason: string }[];
}

/**
 * Reads a snapshot's entries. The engine loads it whole or not at all, so damage anywhere puts every entry, and the
 * log over it, behind what a replay can pass. Returns true.
 */
export async function readSnapshot(log: MiniRedisLog, handle: FileHandle, size: number): Promise<true> {
  if (size > maxSnapshotBytes) {
    throw new WalscopeError('TOO_LARGE', `${snapshotFile} is longer than ${maxSnapshotBytes} bytes.`);
  }
  const bytes = new Uint8Array(size);
  const read = bytes.subarray(0, await handle.read(bytes, 0));
  const file = log.addFile({ name: snapshotFile, kind: 'snapshot', size, sealed: true });
  const { entries, damage } = parseSnapshot(read);
  for (const range of damage) log.take('corrupt', { file: snapshotFile, ...range });
  for (const { member, parsed } of entries) {
    const offset = member.key.start;
    const place = { file, offset, length: member.value.end - offset };
    const { value, expireAt } = parsed;
    const token = value && { start: value.start - offset, end: value.end - offset };
    const operation = { op: 'set', key: member.name, value: token, expireAt } as const;
    log.appendOperation(place, read.subarray(offset), operation);
  }
  return true;
}

function parseSnapshot(bytes: Uint8Array): Snapshot {
  const snapshot: Snapshot = { entries: [], damage: [] };
  const damaged = (offset: number, end: number, reason: string) =>
    snapshot.damage.push({ offset, length: Math.max(0, end - offset), reason });
  const members = new Map<string, Range>();
  const whole = readMembers(bytes, 0, ({ name, value }) => members.set(name, value));
  if (whole.end === null) {
    // Its members cannot all be told apart: entries are looked for from where `data` begins.
    const data = members.get('data')?.start ?? findData(bytes);
    const stop = data === null ? 0 : readEntries(bytes, data, bytes.length, snapshot).stoppedAt;
    damaged(stop, bytes.length, noJsonReason(bytes));
    return snapshot;
  }
  if (skipSpace(bytes, whole.end) < bytes.length) {
    damaged(whole.end, bytes.length, 'something stands behind the end of the snapshot');
  }
  const data = members.get('data');
  if (!data || readEntries(bytes, data.start, data.end, snapshot).end !== data.end) {
    damaged(data?.start ?? 0, data?.end ?? bytes.length, 'data is not a JSON object');
  }
  const count = members.get('num_keys');
  const stored = count && parseValue(bytes, count);
  if (count && snapshot.damage.length === 0 && stored !== snapshot.entries.length) {
    damaged(
      count.start,
      count.end,
      `num_keys is ${String(stored)}, but there are ${snapshot.entries.length}`,
    );
  }
  return snapshot;
}

function readEntries(bytes: Uint8Array, start: number, end: number, snapshot: Snapshot) {
  const seen = new Map<string, number>();
  return readMembers(bytes, start, (member) => {
    const parsed = parseEntry(bytes, member.value);
    if (typeof parsed === 'string' || member.value.end > end) {
      const reason = typeof parsed === 'string' ? parsed : 'it does not end';
      const offset = member.key.start;
      snapshot.damage.push({ offset, length: member.value.end - offset, reason });
      return;
    }
    // Of a name that stands twice, a JSON parser keeps the last.
    const before = seen.get(member.name);
    if (before === undefined) seen.set(member.name, snapshot.entries.push({ member, parsed }) - 1);
    else snapshot.entries[before] = { member, parsed };
  });
}

function findData(bytes: Uint8Array): number | null {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const name = text.indexOf('"data"');
  const brace = name < 0 ? -1 : text.indexOf('{', name);
  return brace < 0 ? null : brace;
}

function noJsonReason(bytes: Uint8Array): string {
  if (bytes.every((byte) => byte === 0 || isSpace(byte))) {
    return 'the snapshot is empty: the file was renamed into place before its data arrived';
  }
  return 'the snapshot is not whole JSON from here on';
}
