import { useState } from 'react';
import type { CrashPoint } from '../../shared/contract/crash.ts';
import { useTimeline } from '../timeline/timelines.ts';
import { Button } from '../ui/button.tsx';
import { formatCount } from '../ui/format.ts';
import { HexView } from '../ui/hex-view.tsx';
import { PanelHead } from '../ui/panel.tsx';
import { useMediaQuery } from '../ui/use-media-query.ts';
import { BitPicker } from './bit-picker.tsx';
import type { CrashModel } from './crash-model.ts';
import { faultRanges } from './fault-ranges.ts';
import { PlaceField } from './place-field.tsx';
import type { PointRecord } from './point-record.ts';
import { NumberField } from './process-kill.tsx';
import { usePointRecord } from './use-point-record.ts';

/** Faults that a disk or a stray program makes: bits, zeros, files that are gone. */
export function Damage({ model }: { model: CrashModel }) {
  const { files, point, faults } = model.use();
  const timeline = useTimeline(model.source);
  const summary = timeline.use((state) => state.summary);
  const [zeros, setZeros] = useState(512);
  const place = point ?? firstPlace(files);
  const at = usePointRecord(model.source, place, summary?.generation ?? 0);
  const wide = useMediaQuery('(min-width: 1100px)');
  if (!files || !place) return null;
  const size = files.find((one) => one.file === place.file)?.sizeBytes ?? 0;
  const left = Math.max(0, size - place.offset);
  const go = (next: CrashPoint) => model.set({ point: next });
  const byte = byteAt(at, place);
  return (
    <>
      <div className="setting">
        <PlaceField
          label="Where the damage is"
          files={files}
          file={place.file}
          offset={place.offset}
          max={Math.max(0, size - 1)}
          onChange={(file, offset) => go({ file, offset })}
        />
      </div>
      <PanelHead title="Flip a bit">
        <BitPicker
          byte={byte}
          flipped={faults.flatMap((fault) =>
            fault.kind === 'flip' && fault.file === place.file && fault.offset === place.offset
              ? [fault.bit]
              : [],
          )}
          onFlip={(bit) => model.toggleFlip({ kind: 'flip', ...place, bit })}
          disabled={size === 0}
        />
        <span className="dim">of the byte at {formatCount(place.offset)}</span>
      </PanelHead>
      <PanelHead title="Zero a range">
        <NumberField
          label="Bytes to zero"
          unit="B"
          value={zeros}
          max={Math.max(1, size)}
          onChange={setZeros}
        />
        <Button
          disabled={left === 0 || zeros === 0}
          onClick={() => model.addFault({ kind: 'zero', ...place, length: Math.min(zeros, left) })}
        >
          Zero {formatCount(Math.min(zeros, left))} B from here
        </Button>
      </PanelHead>
      <PanelHead title="Delete a file">
        <Button icon="trash" onClick={() => model.addFault({ kind: 'delete', file: place.file })}>
          Delete {place.file}
        </Button>
      </PanelHead>
      {at ? (
        <section aria-label="Around the place">
          <PanelHead title={at.part === 'frame' ? 'Header of the frame' : recordName(at)}>
            <span className="dim">click a byte to go to it, then flip its bits above</span>
          </PanelHead>
          <div className="hx">
            <HexView
              label="Bytes around the place"
              bytes={at.bytes}
              baseOffset={at.offset}
              ranges={faultRanges(at, faults)}
              cursor={place.offset - at.offset < at.bytes.length ? place.offset - at.offset : null}
              onSelect={(_range, index) => go({ file: at.file, offset: at.offset + index })}
              showText={wide}
              maxRows={12}
            />
          </div>
        </section>
      ) : (
        <p className="dim note">
          Byte {formatCount(place.offset)} of {place.file} belongs to no record: its bits can be flipped all
          the same.
        </p>
      )}
    </>
  );
}

function firstPlace(files: readonly { file: string }[] | null): CrashPoint | null {
  const file = files?.at(-1)?.file;
  return file === undefined ? null : { file, offset: 0 };
}

function byteAt(at: PointRecord | null, place: CrashPoint): number | null {
  return at?.bytes[place.offset - at.offset] ?? null;
}

function recordName(at: PointRecord): string {
  return at.detail.seq === null ? 'Unreadable record' : `Record ${formatCount(at.detail.seq)}`;
}
