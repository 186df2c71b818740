import { sketchOf } from '../../hyperloglog/sketch.ts';
import { type Binary, binaryOf, bytesOf } from '../../value.ts';
import type { Database } from '../database.ts';

/** A copy of the HyperLogLog of a key; null when there is no such key. */
export function sketchAt(db: Database, key: Binary): Buffer | null {
  const text = db.text(key);
  return text === null ? null : sketchOf(bytesOf(text));
}

export function keepSketch(db: Database, key: Binary, sketch: Buffer): void {
  db.replace(key, { type: 'string', text: binaryOf(sketch), form: 'raw' });
}
