import type { Field } from '../../shared/contract/keys.ts';
import type { HexRange } from './hex-layout.ts';

/** Fields as ranges of the bytes beside them; a range's id is the field's place in the list. */
export function rangesOfFields(fields: readonly Field[]): HexRange[] {
  return fields.map((field, index) => ({
    id: index,
    offset: field.offset,
    length: field.length,
    shade: field.ok === false ? 'bad' : index % 2 === 0 ? 'even' : 'odd',
  }));
}
