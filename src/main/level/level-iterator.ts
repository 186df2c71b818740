import { AbstractIterator, type AbstractIteratorOptions } from 'abstract-level';
import { compareBytes } from '../../shared/bytes.ts';
import type { Bytes, Entry, ScanOptions, View } from '../engine/api.ts';
import { levelled } from './level-errors.ts';
import { fromBytes, type LevelBytes, type LevelFormat, toUint8Array } from './level-formats.ts';

/** What abstract-level has made of a caller's options: bounds are encoded, encodings are native ones. */
export interface LevelRange {
  gt?: Bytes;
  gte?: Bytes;
  lt?: Bytes;
  lte?: Bytes;
  reverse?: boolean;
}

export interface LevelIteratorOptions extends LevelRange {
  keys: boolean;
  values: boolean;
  keyEncoding: LevelFormat;
  valueEncoding: LevelFormat;
}

/** Walks the entries of a view in key order; seeking begins a new walk over the same view. */
export class LevelIterator<Database, K, V> extends AbstractIterator<Database, K, V> {
  readonly #view: View;
  readonly #onClose: () => void;
  readonly #options: LevelIteratorOptions;
  readonly #range: ScanOptions;
  /** Begun by the first read: only then is it sure that an explicit snapshot is still open. */
  #scan: AsyncIterableIterator<Entry> | null = null;
  /** Where to begin; null when the last target lies outside the range. */
  #from: ScanOptions | null;

  /** `onClose` gives the view back, if it is the iterator's own. */
  constructor(db: Database, options: LevelIteratorOptions, view: View, onClose: () => void) {
    super(db, options as unknown as AbstractIteratorOptions<K, V>);
    this.#view = view;
    this.#onClose = onClose;
    this.#options = options;
    this.#range = { ...rangeOf(options), values: options.values };
    this.#from = this.#range;
  }

  async _next(): Promise<[LevelBytes | undefined, LevelBytes | undefined] | undefined> {
    if (this.#from === null) return undefined;
    this.#scan ??= this.#view.scan(this.#from);
    const scan = this.#scan;
    const { done, value } = await levelled(() => scan.next());
    if (done) return undefined;
    const { keys, values, keyEncoding, valueEncoding } = this.#options;
    return [
      keys ? fromBytes(value.key, keyEncoding) : undefined,
      values ? fromBytes(value.value, valueEncoding) : undefined,
    ];
  }

  _seek(target: Bytes): void {
    void this.#scan?.return?.();
    this.#scan = null;
    const bound = this.#range.reverse ? { lte: target } : { gte: target };
    this.#from = inRange(toUint8Array(target), this.#range) ? { ...this.#range, ...bound } : null;
  }

  async _close(): Promise<void> {
    await this.#scan?.return?.();
    this.#onClose();
  }
}

/** The bounds that count: abstract-level has it that gte and lte hide gt and lt. */
export function rangeOf({ gt, gte, lt, lte, reverse }: LevelRange): ScanOptions {
  const lower = gte === undefined ? (gt === undefined ? {} : { gt }) : { gte };
  const upper = lte === undefined ? (lt === undefined ? {} : { lt }) : { lte };
  return { ...lower, ...upper, reverse: reverse ?? false };
}

function inRange(key: Uint8Array, { gt, gte, lt, lte }: ScanOptions): boolean {
  const order = (bound: Bytes): number => compareBytes(key, toUint8Array(bound));
  return (
    (gt === undefined || order(gt) > 0) &&
    (gte === undefined || order(gte) >= 0) &&
    (lt === undefined || order(lt) < 0) &&
    (lte === undefined || order(lte) <= 0)
  );
}
