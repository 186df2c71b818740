import type { DamagedRange, DamageKind, Verdict } from '../../../shared/model.ts';
import { plural } from '../../../shared/words.ts';
import type { Log, LogFile } from '../log/log.ts';
import { RecordTableBuilder } from '../log/record-table.ts';

export const dataFile = 'data.log';

/** A data.log as far as it has been read. */
export class GuideLog implements Log {
  readonly format = 'guide';
  readonly directory: string;
  readonly files: readonly LogFile[];
  readonly table = new RecordTableBuilder({ framed: false });
  readonly sizeBytes: number;
  /** The log does not say which of its records an fsync has covered. */
  readonly durableRecords = null;
  readonly damaged: DamagedRange[] = [];
  damage: DamageKind = 'none';
  /** Records before the first damage: what a replay yields. */
  replayed = 0;
  /** Whole records behind it. */
  behind = 0;

  constructor(directory: string, size: number) {
    this.directory = directory;
    this.sizeBytes = size;
    this.files = [{ name: dataFile, kind: 'log', size, sealed: false, createdMs: null, headerLength: 0 }];
  }

  get verdict(): Verdict {
    return {
      code: this.damage === 'none' ? 'clean' : this.damage === 'torn-tail' ? 'torn-tail' : 'unreadable',
      sentence: this.#sentence(),
      damage: this.damage,
      damaged: [...this.damaged],
      recordsRead: this.replayed,
      recordsSalvageable: this.behind,
      recordsLost: this.damage === 'corrupt' ? this.damaged.length : 0,
    };
  }

  #sentence(): string {
    const first = this.damaged[0];
    if (!first) return `Sound: the checksums of all ${plural(this.replayed, 'record')} hold.`;
    const place = `at offset ${first.offset} of ${dataFile}`;
    if (this.damage === 'torn-tail') {
      return `Torn tail ${place}: ${first.reason}. All ${plural(this.replayed, 'record')} before it are sound.`;
    }
    const rest =
      this.behind === 0
        ? 'no whole record follows'
        : `${plural(this.behind, 'whole record')} behind it can be salvaged`;
    return `Damaged ${place}: ${first.reason}. A replay stops there after ${plural(this.replayed, 'record')}; ${rest}.`;
  }
}
