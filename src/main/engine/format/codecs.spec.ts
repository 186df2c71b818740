import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { maxExpireAt } from '../../../shared/limits.ts';
import { decodeDurableFile, encodeDurableMark, slotOffset } from './durable-mark.ts';
import { chainAfter, decodeFrameHeader, encodeFrameHeader, frameHeaderLength } from './frame.ts';
import { viewed } from './integers.ts';
import { decodeManifest, encodeManifest, type Manifest } from './manifest.ts';
import { decodeRecordHead, encodeRecord, RecordHead, recordChecksum, recordLength } from './record.ts';
import { decodeSeal, encodeSeal, type Seal } from './seal.ts';
import { decodeSegmentHeader, encodeSegmentHeader, type SegmentHeader } from './segment-header.ts';

const id = fc.uint8Array({ minLength: 16, maxLength: 16 });
const u32 = fc.nat(0xffff_ffff);
const u64 = fc.maxSafeNat();
const salt = fc.record({ marker: u32, seed: u32 });
const header: fc.Arbitrary<SegmentHeader> = fc.record({
  storeId: id,
  number: u32,
  compacted: fc.boolean(),
  damageAccepted: fc.boolean(),
  patches: fc.boolean(),
  previous: fc.record({ number: u32, offset: u64, chain: u32 }),
  firstSeq: u64,
  lastSeq: u64,
  createdMs: u64,
  salt,
});
const manifest: fc.Arbitrary<Manifest> = fc.record({
  storeId: id,
  generation: u64,
  createdMs: u64,
  nextNumber: u32,
  segments: fc.array(
    fc.record({
      number: u32,
      compacted: fc.boolean(),
      firstSeq: u64,
      closed: fc.option(
        fc.record({ lastSeq: u64, offset: u64, chain: u32, records: u64, sealed: fc.boolean() }),
      ),
    }),
    { maxLength: 5 },
  ),
});
const record = fc
  .record({
    op: fc.constantFrom('set' as const, 'delete' as const),
    key: fc.uint8Array({ maxLength: 200 }),
    value: fc.uint8Array({ maxLength: 2000 }),
    expireAt: fc.option(fc.nat(maxExpireAt)),
    type: fc.nat(6),
    seqDelta: fc.option(fc.nat(1 << 30)),
  })
  .map((fields) => (fields.op === 'delete' ? { ...fields, value: new Uint8Array(0) } : fields));

/** Every single-bit change of `bytes`. */
function* flips(bytes: Uint8Array): Generator<Uint8Array> {
  for (let bit = 0; bit < bytes.length * 8; bit++) {
    const changed = bytes.slice();
    changed[bit >> 3]! ^= 1 << (bit & 7);
    yield changed;
  }
}

describe('segment header', () => {
  it('comes back as it was written; one changed bit is noticed', () => {
    fc.assert(
      fc.property(header, (value) => {
        const bytes = encodeSegmentHeader(value);
        expect(decodeSegmentHeader(bytes)).toEqual({ status: 'ok', value });
        for (const changed of flips(bytes)) expect(decodeSegmentHeader(changed).status).toBe('damaged');
      }),
      { numRuns: 10 },
    );
  });
});

describe('manifest', () => {
  it('comes back as it was written; one changed bit or lost byte is noticed', () => {
    fc.assert(
      fc.property(manifest, (value) => {
        const bytes = encodeManifest(value);
        expect(decodeManifest(bytes)).toEqual({ status: 'ok', value });
        for (const changed of flips(bytes)) expect(decodeManifest(changed).status).toBe('damaged');
        for (let length = 0; length < bytes.length; length++) {
          expect(decodeManifest(bytes.subarray(0, length)).status).toBe('damaged');
        }
      }),
      { numRuns: 10 },
    );
  });
});

describe('frame header', () => {
  it('comes back with the chain it was given; a changed bit or another salt is noticed', () => {
    const fields = fc.record({
      payloadLength: u32,
      records: u32,
      firstSeq: u64,
      durableSeq: u64,
      timeMs: u64,
      payloadCrc: u32,
    });
    fc.assert(
      fc.property(fields, u32, salt, (value, before, segmentSalt) => {
        const bytes = new Uint8Array(frameHeaderLength);
        const chain = encodeFrameHeader(bytes, 0, value, before, segmentSalt);
        expect(chainAfter(bytes, 0, before)).toBe(chain);
        expect(decodeFrameHeader(bytes, 0, segmentSalt)).toEqual({ ...value, chain });
        for (const changed of flips(bytes)) expect(decodeFrameHeader(changed, 0, segmentSalt)).toBeNull();
        const other = { ...segmentSalt, marker: (segmentSalt.marker ^ 1) >>> 0 };
        expect(decodeFrameHeader(bytes, 0, other)).toBeNull();
      }),
      { numRuns: 20 },
    );
  });
});

describe('record', () => {
  it('comes back as it was written, in the length foretold', () => {
    fc.assert(
      fc.property(record, u64, (fields, seq) => {
        const bytes = new Uint8Array(recordLength(fields) + 3);
        const end = encodeRecord(viewed(bytes), 3, fields, seq);
        expect(end).toBe(bytes.length);
        const head = new RecordHead();
        expect(decodeRecordHead(bytes, 3, end, head)).toBe(true);
        expect(head.headLength).toBe(recordLength(fields) - fields.key.length - fields.value.length);
        expect({
          op: head.isDelete ? 'delete' : 'set',
          key: bytes.slice(head.keyOffset, head.valueOffset),
          value: bytes.slice(head.valueOffset, head.end),
          expireAt: head.expireAt,
          type: head.type,
          seqDelta: head.seqDelta,
        }).toEqual(fields);
        expect(recordChecksum(bytes, head, seq)).toBe(head.crcStored);
        expect(recordChecksum(bytes, head, seq === 0 ? 1 : seq - 1)).not.toBe(head.crcStored);
      }),
    );
  });

  it('notices every changed bit', () => {
    fc.assert(
      fc.property(record, u64, (fields, seq) => {
        const bytes = new Uint8Array(recordLength(fields));
        encodeRecord(viewed(bytes), 0, fields, seq);
        const head = new RecordHead();
        for (const changed of flips(bytes.subarray(0, 64))) {
          const whole = bytes.slice();
          whole.set(changed);
          const passes =
            decodeRecordHead(whole, 0, whole.length, head) &&
            head.end === whole.length &&
            recordChecksum(whole, head, seq) === head.crcStored;
          expect(passes).toBe(false);
        }
      }),
      { numRuns: 20 },
    );
  });

  it('adds at most 10 bytes to a key and value without a deadline', () => {
    const fields = { op: 'set' as const, expireAt: null, type: 0, seqDelta: null };
    for (const length of [0, 100, 1000, 100_000, 2_000_000]) {
      const whole = recordLength({ ...fields, key: new Uint8Array(100), value: new Uint8Array(length) });
      expect(whole - 100 - length).toBeLessThanOrEqual(10);
    }
  });
});

describe('seal', () => {
  it('comes back as it was written; one changed bit is noticed', () => {
    const seal: fc.Arbitrary<Seal> = fc.record({
      offset: u64,
      frames: u64,
      records: u64,
      lastSeq: u64,
      timeMs: u64,
      chain: u32,
      sha256: fc.uint8Array({ minLength: 32, maxLength: 32 }),
    });
    fc.assert(
      fc.property(seal, salt, (value, segmentSalt) => {
        const bytes = encodeSeal(value, segmentSalt);
        expect(decodeSeal(bytes, 0, segmentSalt)).toEqual(value);
        for (const changed of flips(bytes)) expect(decodeSeal(changed, 0, segmentSalt)).toBeNull();
      }),
      { numRuns: 10 },
    );
  });
});

describe('durable mark', () => {
  const mark = {
    storeId: new Uint8Array(16).fill(7),
    generation: 4,
    seq: 99,
    segment: 3,
    offset: 1234,
    timeMs: 5,
  };

  it('is the newer of two slots, and the older one when the newer is damaged', () => {
    const newer = { ...mark, generation: 5, seq: 120 };
    const file = new Uint8Array(128);
    file.set(encodeDurableMark(mark), slotOffset(4));
    expect(decodeDurableFile(file)).toEqual({ mark, slots: ['whole', 'empty'] });
    file.set(encodeDurableMark(newer), slotOffset(5));
    expect(decodeDurableFile(file)).toEqual({ mark: newer, slots: ['whole', 'whole'] });
    for (const changed of flips(file.subarray(64))) {
      const damaged = file.slice();
      damaged.set(changed, 64);
      expect(decodeDurableFile(damaged)).toEqual({ mark, slots: ['whole', 'damaged'] });
    }
  });
});
