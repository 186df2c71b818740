import { useState } from 'react';
import type { CrashPoint } from '../../shared/contract/crash.ts';
import { useTimeline } from '../timeline/timelines.ts';
import { Button } from '../ui/button.tsx';
import { formatCount } from '../ui/format.ts';
import type { HexRange } from '../ui/hex-layout.ts';
import { HexView } from '../ui/hex-view.tsx';
import { PanelHead } from '../ui/panel.tsx';
import { useMediaQuery } from '../ui/use-media-query.ts';
import { BitPicker } from './bit-picker.tsx';
import type { Around } from './bytes-around.ts';
import type { CrashModel } from './crash-model.ts';
import { faultRanges } from './fault-ranges.ts';
import { PlaceField } from './place-field.tsx';
import type { PointRecord } from './point-record.ts';
import { NumberField } from './process-kill.tsx';
import { useBytesAround } from './use-bytes-around.ts';
import { usePointRecord } from './use-point-record.ts';

/** Faults that a disk or a stray program makes: bits, zeros, files that are gone. */
export function Damage({ model }: { model: CrashModel }) {
  const { files, point, faults } = model.use();
  const timeline = useTimeline(model.source);
  const summary = timeline.use((state) => state.summary);
  const [zeros, setZeros] = useState(512);
  const place = point ?? firstPlace(files);
  const generation = summary?.generation ?? 0;
  const at = usePointRecord(model.source, place, generation);
  const around = useBytesAround(model.source, place, generation);
  const wide = useMediaQuery('(min-width: 1100px)');
  if (!files || !place) return null;
  const size = files.find((one) => one.file === place.file)?.sizeBytes ?? 0;
  const left = Math.max(0, size - place.offset);
  const go = (next: CrashPoint) => model.set({ point: next });
  const byte = around?.bytes[place.offset - around.offset] ?? null;
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
      {around && (
        <section aria-label="Around the place">
          <PanelHead title={nameOf(at)}>
            <span className="dim">click a byte to go to it, then flip its bits above</span>
          </PanelHead>
          <div className="hx">
            <HexView
              label="Bytes around the place"
              bytes={around.bytes}
              baseOffset={around.offset}
              ranges={[...recordRange(at, around), ...faultRanges(around, faults)]}
              cursor={place.offset - around.offset}
              onSelect={(_range, index) => go({ file: around.file, offset: around.offset + index })}
              showText={wide}
              maxRows={wide ? 24 : 16}
            />
          </div>
        </section>
      )}
    </>
  );
}

function firstPlace(files: readonly { file: string }[] | null): CrashPoint | null {
  const file = files?.at(-1)?.file;
  return file === undefined ? null : { file, offset: 0 };
}

/** The record or the header that holds the place, shaded among the bytes around it. */
function recordRange(at: PointRecord | null, around: Around): HexRange[] {
  if (at?.file !== around.file) return [];
  return [{ id: -1, offset: at.offset - around.offset, length: at.bytes.length, shade: 'even' }];
}

/** What the bytes at a place belong to. */
function nameOf(at: PointRecord | null): string {
  if (!at) return 'No record';
  if (at.part === 'frame') return 'Header of a frame';
  return at.detail.seq === null ? 'Unreadable record' : `Record ${formatCount(at.detail.seq)}`;
}
