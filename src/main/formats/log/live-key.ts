import type { ValueType } from '../../../shared/model.ts';

/**
 * One live key as it moves between formats. `value` holds the bytes of a string; of other types, the UTF-8 JSON of
 * an object whose `value` is the structure, with `fieldExpireAt` and `stream` beside it where it has them.
 */
export interface LiveKey {
  db: number;
  key: Uint8Array;
  type: ValueType;
  value: Uint8Array;
  expireAt: number | null;
}

/** A library of Redis functions: what an export holds beside keys. */
export interface FunctionLibrary {
  name: string;
  engine: string;
  code: Uint8Array;
}
