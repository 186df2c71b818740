import type { EntriesImage } from './index-image.ts';
import { LiveBytes } from './live-bytes.ts';

/** What all entries come to, kept up with each change. */
export class EntryTotals {
  keys: number;
  withDeadline: number;
  readonly liveBytes: LiveBytes;

  constructor(image: EntriesImage | null) {
    this.keys = image?.keys ?? 0;
    this.withDeadline = image?.withDeadline ?? 0;
    this.liveBytes = new LiveBytes(image?.liveBytes);
  }

  /** The entries of an image come to them. */
  addAll({ keys, withDeadline, liveBytes }: EntriesImage): void {
    this.keys += keys;
    this.withDeadline += withDeadline;
    for (const [segment, bytes] of liveBytes) this.liveBytes.add(segment, bytes);
  }
}
