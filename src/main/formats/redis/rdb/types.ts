import type { ValueType } from '../../../../shared/codes.ts';

/** What the byte before a key says of its value's layout. */
export const rdbTypes = {
  string: 0,
  list: 1,
  set: 2,
  zset: 3,
  hash: 4,
  zset2: 5,
  module1: 6,
  module2: 7,
  hashZipmap: 9,
  listZiplist: 10,
  setIntset: 11,
  zsetZiplist: 12,
  hashZiplist: 13,
  listQuicklist: 14,
  stream1: 15,
  hashListpack: 16,
  zsetListpack: 17,
  listQuicklist2: 18,
  stream2: 19,
  setListpack: 20,
  stream3: 21,
  /** Of a release candidate of 7.4 in Redis; Valkey's hashes with field expiry have the same number. */
  hashMetadataEarly: 22,
  hashListpackEarly: 23,
  hashMetadata: 24,
  hashListpackEx: 25,
  /** Since Redis 8.6: what producers have sent is remembered, so that it is taken once. */
  stream4: 26,
  /** Since Redis 8.8: pending entries that nobody holds. */
  stream5: 27,
  array: 28,
  /** Since Redis 8.10: hashes whose names of fields stand once for many of them. */
  hashTemplateListpack: 29,
  hashTemplateListpackRef: 30,
  hashTemplateArray: 31,
  hashTemplateArrayRef: 32,
} as const;

/** What a byte in the place of a type means instead. */
export const opcodes = {
  hashTemplate: 242,
  /** Of Redis: what modules keep beside a key. Valkey has another meaning for the same number. */
  keyMetadata: 243,
  slotImport: 243,
  slotInfo: 244,
  function2: 245,
  functionEarly: 246,
  moduleAux: 247,
  idle: 248,
  frequency: 249,
  aux: 250,
  resizeDb: 251,
  expireMs: 252,
  expireSeconds: 253,
  selectDb: 254,
  end: 255,
} as const;

const t = rdbTypes;
const valueTypeOf: Readonly<Record<number, ValueType>> = {
  [t.string]: 'string',
  [t.list]: 'list',
  [t.listZiplist]: 'list',
  [t.listQuicklist]: 'list',
  [t.listQuicklist2]: 'list',
  [t.set]: 'set',
  [t.setIntset]: 'set',
  [t.setListpack]: 'set',
  [t.zset]: 'zset',
  [t.zset2]: 'zset',
  [t.zsetZiplist]: 'zset',
  [t.zsetListpack]: 'zset',
  [t.hash]: 'hash',
  [t.hashZipmap]: 'hash',
  [t.hashZiplist]: 'hash',
  [t.hashListpack]: 'hash',
  [t.hashMetadataEarly]: 'hash',
  [t.hashListpackEarly]: 'hash',
  [t.hashMetadata]: 'hash',
  [t.hashListpackEx]: 'hash',
  [t.stream1]: 'stream',
  [t.stream2]: 'stream',
  [t.stream3]: 'stream',
  [t.stream4]: 'stream',
  [t.stream5]: 'stream',
  [t.hashTemplateListpack]: 'hash',
  [t.hashTemplateListpackRef]: 'hash',
  [t.hashTemplateArray]: 'hash',
  [t.hashTemplateArrayRef]: 'hash',
  // Kept as it stands, like what only a module can read.
  [t.array]: 'module',
  [t.module1]: 'module',
  [t.module2]: 'module',
};

/** undefined = no type that is known. */
export function valueTypeOfRdb(type: number): ValueType | undefined {
  return valueTypeOf[type];
}

/** Types whose whole value is one string: a packing, or the bytes of a string. */
export function isOneString(type: number): boolean {
  return oneString.has(type);
}
const oneString: ReadonlySet<number> = new Set([
  t.string,
  t.hashZipmap,
  t.listZiplist,
  t.setIntset,
  t.zsetZiplist,
  t.hashZiplist,
  t.hashListpack,
  t.zsetListpack,
  t.setListpack,
  t.hashListpackEarly,
  t.hashTemplateListpackRef,
]);
