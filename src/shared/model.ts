import { z } from 'zod';
import { formatIds, recordStates, valueTypes } from './codes.ts';

/** The words that both sides share: what a record, a verdict and an open directory are. */
export * from './codes.ts';

export const formatId = z.enum(formatIds);

/** What a source can do. The renderer asks for these and never for a format's name. */
export const capabilities = [
  'read',
  'write', // keys can be changed in place
  'ttl', // keys can have a deadline
  'timeline', // there is a log of records in order
  'history', // earlier values of a key are still there
  'verify',
  'crash', // crash and recovery can be played on a copy
  'durability', // there is an fsync policy, and a line between acknowledged and proven
  'maintenance', // snapshot and compaction
  'convert', // can be converted into another format
  'server', // its store can be served to clients of Redis
  'salvage', // something readable lies behind damage, and can be saved into a new directory
] as const;
export const capability = z.enum(capabilities);
export type Capability = z.infer<typeof capability>;

export const fsyncPolicies = ['always', 'everysec', 'no'] as const;
export const fsyncPolicy = z.enum(fsyncPolicies);
export type FsyncPolicy = z.infer<typeof fsyncPolicy>;

export const recordState = z.enum(recordStates);

export const valueType = z.enum(valueTypes);

/** `none`, or a last record that never ended, or bytes that are not what was written. */
export const damageKind = z.enum(['none', 'torn-tail', 'corrupt']);
export type DamageKind = z.infer<typeof damageKind>;

/** A range of bytes that cannot be trusted. `file` is relative to the directory; `length` in bytes. */
export const damagedRange = z.object({
  file: z.string(),
  offset: z.number(),
  length: z.number(),
  reason: z.string(),
});
export type DamagedRange = z.infer<typeof damagedRange>;

/**
 * What recovery found, in one word. Everything but the first two needs a person:
 * - clean: everything that was written is there
 * - torn-tail: the last write never ended; nothing proven durable is lost
 * - unprovable-tail: the last group cannot be proven: it may have been acknowledged
 * - unreadable: records in the middle cannot be read; later ones may be salvaged
 * - file-missing: a file that the manifest counts is not there
 * - wrong-store: a file of another store
 * - unsupported: written by a later version
 */
export const verdictCodes = [
  'clean',
  'torn-tail',
  'unprovable-tail',
  'unreadable',
  'file-missing',
  'wrong-store',
  'unsupported',
] as const;

export const verdict = z.object({
  code: z.enum(verdictCodes),
  /** One sentence for people, with its numbers. */
  sentence: z.string(),
  damage: damageKind,
  damaged: z.array(damagedRange),
  /** Records that a replay yields before it has to stop. */
  recordsRead: z.number(),
  /** Records behind the damage that are whole, each on its own checksum. */
  recordsSalvageable: z.number(),
  /** Records named as lost; 0 when the damage holds no countable records. */
  recordsLost: z.number(),
});
export type Verdict = z.infer<typeof verdict>;
