import { looseText, utf8 } from './bytes.ts';

/**
 * A page of table rows as bytes. Rows cross the bridge this way, as one transferable buffer of at most
 * `maxPageBytes`, and the renderer decodes the rows that are visible.
 *
 * Layout, little-endian: u32 rows, u32 rows offset table of `rows` u32 (from the start of the page), then each
 * row: its columns in the order of the schema. `bytes` and `text` are u32 length + bytes.
 */
export const maxPageBytes = 64 * 1024;

export type ColumnType = 'u8' | 'u16' | 'u32' | 'f64' | 'bytes' | 'text';
export type RowSchema = Readonly<Record<string, ColumnType>>;
type Cell<T extends ColumnType> = T extends 'bytes' ? Uint8Array : T extends 'text' ? string : number;
export type Row<S extends RowSchema> = { [K in keyof S]: Cell<S[K]> };

export interface RowPage<S extends RowSchema> {
  /** At most as many of `rows` as fit into `maxPageBytes`, always at least the first. */
  encode(rows: Iterable<Row<S>>): Uint8Array;
  decode(page: Uint8Array): DecodedPage<S>;
}

export interface DecodedPage<S extends RowSchema> {
  readonly count: number;
  /** Decodes the row at `index` (0-based within the page). */
  row(index: number): Row<S>;
  rows(): Row<S>[];
}

const fixedSize: Record<ColumnType, number> = { u8: 1, u16: 2, u32: 4, f64: 8, bytes: 4, text: 4 };

export function rowPage<S extends RowSchema>(schema: S): RowPage<S> {
  const columns = Object.entries(schema) as [keyof S & string, ColumnType][];
  const fixed = columns.reduce((sum, [, type]) => sum + fixedSize[type], 0);

  function encode(rows: Iterable<Row<S>>): Uint8Array {
    const encoded: Uint8Array[] = [];
    let total = 4;
    for (const row of rows) {
      const bytes = encodeRow(row);
      if (encoded.length > 0 && total + 4 + bytes.length > maxPageBytes) break;
      encoded.push(bytes);
      total += 4 + bytes.length;
    }
    const page = new Uint8Array(total);
    const view = new DataView(page.buffer);
    view.setUint32(0, encoded.length, true);
    let at = 4 + encoded.length * 4;
    encoded.forEach((bytes, index) => {
      view.setUint32(4 + index * 4, at, true);
      page.set(bytes, at);
      at += bytes.length;
    });
    return page;
  }

  function encodeRow(row: Row<S>): Uint8Array {
    const variable = columns.map(([name, type]) => {
      if (type === 'bytes') return row[name] as Uint8Array;
      if (type === 'text') return utf8(row[name] as string);
      return null;
    });
    const length = variable.reduce((sum, bytes) => sum + (bytes?.length ?? 0), fixed);
    const out = new Uint8Array(length);
    const view = new DataView(out.buffer);
    let at = 0;
    columns.forEach(([name, type], index) => {
      const bytes = variable[index];
      if (bytes) {
        view.setUint32(at, bytes.length, true);
        out.set(bytes, at + 4);
        at += 4 + bytes.length;
        return;
      }
      const value = row[name] as number;
      if (type === 'u8') view.setUint8(at, value);
      else if (type === 'u16') view.setUint16(at, value, true);
      else if (type === 'u32') view.setUint32(at, value, true);
      else view.setFloat64(at, value, true);
      at += fixedSize[type];
    });
    return out;
  }

  function decode(page: Uint8Array): DecodedPage<S> {
    const view = new DataView(page.buffer, page.byteOffset, page.byteLength);
    const count = view.getUint32(0, true);
    const row = (index: number): Row<S> => {
      if (index < 0 || index >= count) throw new RangeError(`row ${index} of a page of ${count}`);
      let at = view.getUint32(4 + index * 4, true);
      const decoded: Record<string, unknown> = {};
      for (const [name, type] of columns) {
        if (type === 'u8') decoded[name] = view.getUint8(at);
        else if (type === 'u16') decoded[name] = view.getUint16(at, true);
        else if (type === 'u32') decoded[name] = view.getUint32(at, true);
        else if (type === 'f64') decoded[name] = view.getFloat64(at, true);
        else {
          const length = view.getUint32(at, true);
          const bytes = page.subarray(at + 4, at + 4 + length);
          decoded[name] = type === 'bytes' ? bytes : looseText(bytes);
          at += length;
        }
        at += fixedSize[type];
      }
      return decoded as Row<S>;
    };
    return { count, row, rows: () => Array.from({ length: count }, (_, index) => row(index)) };
  }

  return { encode, decode };
}
