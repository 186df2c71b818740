import { encodeLength, encodeMilliseconds, encodeString } from './encode.ts';
import { encodeListpack } from './listpack.ts';

/** A stream as its line in an export shows it. */
export interface StreamJson {
  value: [string, string[]][];
  stream: {
    lastId: string;
    maxDeletedId: string;
    entriesAdded: number;
    groups: GroupJson[];
  };
}

export interface GroupJson {
  name: string;
  lastDeliveredId: string;
  entriesRead: number | null;
  consumers: { name: string; seenTime: number | null }[];
  pending: [string, string, number | null, number][];
}

interface Id {
  ms: bigint;
  seq: bigint;
}

/** Entries in a block; Redis's own default for stream-node-max-entries. */
const blockEntries = 100;
const unknownRead = 2n ** 64n - 1n;
/** The highest count of deliveries. */
const mostDeliveries = 2n ** 63n - 1n;
/** As an export says that nobody holds an entry. */
const nobody = '';
/** For 100 seconds, 100 entries of each; no producers; none were added, and none came twice. */
const noProducers = [100, 100, 0, 0, 0].map(encodeLength);

type Layout = '7.0' | '8.8';

/** Whether entries are pending that nobody holds: a layout of Redis 8.8 has a place for those. */
export function hasReleased({ stream }: StreamJson): boolean {
  return stream.groups.some((group) => releasedIn(group).length > 0);
}

function releasedIn({ consumers, pending }: GroupJson): GroupJson['pending'] {
  if (consumers.some(({ name }) => name === nobody)) return [];
  return pending.filter(([, consumer]) => consumer === nobody);
}

/** The layout of 7.0, which everything since then reads; or that of 8.8. */
export function encodeStream({ value, stream }: StreamJson, layout: Layout = '7.0'): Buffer {
  const blocks: Buffer[] = [];
  for (let at = 0; at < value.length; at += blockEntries)
    blocks.push(encodeBlock(value.slice(at, at + blockEntries)));
  return Buffer.concat([
    encodeLength(blocks.length),
    ...blocks,
    encodeLength(value.length),
    ...encodeId(stream.lastId),
    ...encodeId(value[0]?.[0] ?? '0-0'),
    ...encodeId(stream.maxDeletedId),
    encodeLength(stream.entriesAdded),
    encodeLength(stream.groups.length),
    ...stream.groups.map((group) => encodeGroup(group, layout)),
    ...(layout === '8.8' ? noProducers : []),
  ]);
}

/** Each entry brings the names of its own fields: a block has none in common. */
function encodeBlock(entries: readonly [string, string[]][]): Buffer {
  const first = idOf(entries[0]?.[0] ?? '0-0');
  const items: (Uint8Array | bigint | number)[] = [entries.length, 0, 0, 0];
  for (const [text, fields] of entries) {
    const id = idOf(text);
    items.push(0, id.ms - first.ms, id.seq - first.seq, fields.length / 2);
    for (const field of fields) items.push(elementOf(Buffer.from(field, 'base64')));
    items.push(fields.length + 4);
  }
  return Buffer.concat([encodeString(rawId(first)), encodeString(encodeListpack(items))]);
}

/** Text that is an integer is stored as one, as Redis expects to find it. */
function elementOf(bytes: Buffer): Uint8Array | bigint {
  const text = bytes.toString('latin1');
  if (!/^(?:0|-?[1-9]\d{0,18})$/.test(text)) return bytes;
  const value = BigInt(text);
  return value >= -(2n ** 63n) && value < 2n ** 63n ? value : bytes;
}

function encodeGroup(group: GroupJson, layout: Layout): Buffer {
  const { name, lastDeliveredId, entriesRead, consumers, pending } = group;
  const released = releasedIn(group);
  const entries = pending.map(([id, , deliveredAt, deliveries]) =>
    Buffer.concat([rawId(idOf(id)), encodeMilliseconds(deliveredAt ?? 0), encodeDeliveries(deliveries)]),
  );
  return Buffer.concat([
    encodeString(Buffer.from(name, 'base64')),
    ...encodeId(lastDeliveredId),
    encodeLength(entriesRead ?? unknownRead),
    encodeLength(entries.length),
    ...entries,
    encodeLength(consumers.length),
    ...consumers.map((consumer) => encodeConsumer(consumer, pending, layout)),
    ...(layout === '8.8' ? [encodeLength(released.length), ...released.map(([id]) => rawId(idOf(id)))] : []),
  ]);
}

function encodeConsumer(
  { name, seenTime }: GroupJson['consumers'][number],
  pending: GroupJson['pending'],
  layout: Layout,
): Buffer {
  const held = pending.filter(([, consumer]) => consumer === name).map(([id]) => rawId(idOf(id)));
  return Buffer.concat([
    encodeString(Buffer.from(name, 'base64')),
    encodeMilliseconds(seenTime ?? 0),
    // When it last got an entry, which is not known.
    ...(layout === '8.8' ? [encodeMilliseconds(seenTime ?? 0)] : []),
    encodeLength(held.length),
    ...held,
  ]);
}

/** One that a number does not hold exactly has been read as the highest that it does. */
function encodeDeliveries(deliveries: number): Buffer {
  return encodeLength(deliveries >= Number.MAX_SAFE_INTEGER ? mostDeliveries : deliveries);
}

function idOf(text: string): Id {
  const [ms = '0', seq = '0'] = text.split('-');
  return { ms: BigInt(ms), seq: BigInt(seq) };
}

function encodeId(text: string): Buffer[] {
  const { ms, seq } = idOf(text);
  return [encodeLength(ms), encodeLength(seq)];
}

function rawId({ ms, seq }: Id): Buffer {
  const bytes = Buffer.alloc(16);
  bytes.writeBigUInt64BE(ms, 0);
  bytes.writeBigUInt64BE(seq, 8);
  return bytes;
}
