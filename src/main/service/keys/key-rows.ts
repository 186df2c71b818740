import { stateCode, typeCode } from '../../../shared/model.ts';
import { type KeyRow, keyHashInRow, maxKeyBytesInRow, orNone } from '../../../shared/rows.ts';
import type { KeySet } from '../sources/source.ts';

/** The row of one key; of a key that is gone since the view was made, its name alone, as deleted. */
export function keyRow(keys: KeySet, id: number): KeyRow {
  const key = keys.key(id);
  const facts = keys.facts(id);
  return {
    key: key.subarray(0, maxKeyBytesInRow),
    keyLength: key.length,
    keyHash: keyHashInRow(key),
    state: stateCode(facts === null ? 'deleted' : facts.expired ? 'expired' : 'live'),
    type: typeCode(facts?.type ?? 'string'),
    valueLength: facts?.valueLength ?? 0,
    recordLength: facts?.recordLength ?? 0,
    expireAt: orNone(facts?.expireAt ?? null),
    versions: facts?.versions ?? 0,
    seq: facts?.seq ?? 0,
    file: facts?.file ?? '',
    offset: facts?.offset ?? 0,
  };
}
