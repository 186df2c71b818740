import { concatBytes, looseText, utf8 } from './bytes.ts';
import { maxStagedChanges } from './limits.ts';

/** The largest message there can be: a full batch of staged changes, each with its key and its value. */
const maxAttachments = 2 * maxStagedChanges;

/**
 * One message of the web host's binary WebSocket: JSON with byte arrays beside it, since JSON holds no bytes.
 *
 * Layout, little-endian: u32 attachments, u32 length of each, u32 length of the JSON, the JSON, the attachments.
 * In the JSON a byte array stands as {"$bytes": index}.
 */
export function encodeWire(message: unknown): Uint8Array {
  const attachments: Uint8Array[] = [];
  const json = utf8(
    // `this[key]` and not the second argument: a Buffer's own toJSON has already spoiled that one.
    JSON.stringify(message, function (this: Record<string, unknown>, key, value: unknown) {
      const raw = this[key];
      if (!(raw instanceof Uint8Array)) return value;
      attachments.push(raw);
      return { $bytes: attachments.length - 1 };
    }),
  );
  const head = new Uint8Array(8 + attachments.length * 4);
  const view = new DataView(head.buffer);
  view.setUint32(0, attachments.length, true);
  for (const [index, bytes] of attachments.entries()) view.setUint32(4 + index * 4, bytes.length, true);
  view.setUint32(4 + attachments.length * 4, json.length, true);
  return concatBytes([head, json, ...attachments]);
}

/** Throws when the bytes are not a message; what comes out is still to be validated by its schema. */
export function decodeWire(bytes: Uint8Array): unknown {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const count = view.getUint32(0, true);
  if (count > maxAttachments) throw new RangeError(`a message of ${count} attachments`);
  const jsonLength = view.getUint32(4 + count * 4, true);
  let at = 8 + count * 4 + jsonLength;
  if (at > bytes.length) throw new RangeError('a message shorter than its JSON');
  const attachments: Uint8Array[] = [];
  for (let i = 0; i < count; i++) {
    const length = view.getUint32(4 + i * 4, true);
    if (at + length > bytes.length) throw new RangeError('a message shorter than its attachments');
    attachments.push(bytes.slice(at, at + length));
    at += length;
  }
  const json = looseText(bytes.subarray(8 + count * 4, 8 + count * 4 + jsonLength));
  return JSON.parse(json, (_key, value: unknown) => {
    if (typeof value === 'object' && value !== null && '$bytes' in value) {
      return attachments[(value as { $bytes: number }).$bytes];
    }
    return value;
  });
}
