/**
 * The words of the model that are stored or sent as numbers, and their types. Apart from their schemas, so that
 * the engine, the formats and the command line start without loading a validator.
 */

export const formatIds = ['walscope', 'guide', 'miniredis', 'redis', 'bitcask'] as const;
export type FormatId = (typeof formatIds)[number];

/** In this order in every byte that crosses: the index is the code. */
export const recordStates = ['live', 'superseded', 'deleted', 'expired', 'damaged', 'torn'] as const;
export type RecordState = (typeof recordStates)[number];
export const stateCode = (state: RecordState): number => recordStates.indexOf(state);
export const stateOf = (code: number): RecordState => {
  const state = recordStates[code];
  if (state === undefined) throw new RangeError(`record state ${code}`);
  return state;
};

/** `other` = changes no key: the choice of a database, the bounds of a transaction. */
export const recordOps = ['set', 'delete', 'unknown', 'other'] as const;
export type RecordOp = (typeof recordOps)[number];
export const opCode = (op: RecordOp): number => recordOps.indexOf(op);
export const opOf = (code: number): RecordOp => recordOps[code] ?? 'unknown';

/** In this order in every byte that crosses. Only `string` is editable as bytes. */
/** Those that a conversion, a salvage or a repair can write. */
export const writableFormats = [
  'walscope',
  'guide',
  'miniredis',
  'redis',
] as const satisfies readonly FormatId[];

export const valueTypes = ['string', 'list', 'set', 'hash', 'zset', 'stream', 'module'] as const;
export type ValueType = (typeof valueTypes)[number];
export const typeCode = (type: ValueType): number => valueTypes.indexOf(type);
export const typeOf = (code: number): ValueType => valueTypes[code] ?? 'string';
