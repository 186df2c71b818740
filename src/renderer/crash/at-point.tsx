import { useMemo } from 'react';
import type { CrashPoint, Unsynced } from '../../shared/contract/crash.ts';
import { formatCount } from '../ui/format.ts';
import { HexView } from '../ui/hex-view.tsx';
import { PanelHead } from '../ui/panel.tsx';
import { useMediaQuery } from '../ui/use-media-query.ts';
import { diskAfter, fileAfter } from './disk-after.ts';
import type { PointRecord } from './point-record.ts';
import type { Preview } from './use-preview.ts';

interface AtPointProps {
  point: CrashPoint;
  at: PointRecord | null;
  preview: Preview | null;
  unsynced: Unsynced;
  onPick(point: CrashPoint): void;
}

/** The bytes around the crash as they will be on the disk. */
export function AtPoint({ point, at, preview, unsynced, onPick }: AtPointProps) {
  const wide = useMediaQuery('(min-width: 1100px)');
  const file = point.file;
  const left = useMemo(() => {
    if (!at || !preview) return null;
    return diskAfter(at, fileAfter(preview, file), unsynced);
  }, [at, preview, file, unsynced]);
  if (!at) return <p className="dim note">No record holds byte {formatCount(point.offset)}.</p>;
  const cut = point.offset - at.offset;
  return (
    <section className="at-point" aria-label="At the crash">
      <PanelHead title={`After byte ${formatCount(cut)} of ${formatCount(wholeLength(at))} of ${nameOf(at)}`}>
        <span className="dim">click a byte to crash before it</span>
      </PanelHead>
      <div className="hx">
        <HexView
          label="Bytes around the crash"
          bytes={left?.bytes ?? at.bytes}
          baseOffset={at.offset}
          ranges={left?.ranges ?? []}
          cursor={cut < at.bytes.length ? cut : null}
          onSelect={(_range, index) => onPick({ file: at.file, offset: at.offset + index })}
          showText={wide}
          maxRows={10}
        />
        <div className="legend" aria-hidden="true">
          <span className="hex">
            <b className="ok"> 00 </b>
          </span>
          on the disk
          <span className="hex">
            <b className="z"> 00 </b>
          </span>
          zeros, never written
          <span className="hex hex-view">
            <b className="gone"> 00 </b>
          </span>
          not there
        </div>
      </div>
    </section>
  );
}

function wholeLength(at: PointRecord): number {
  return at.part === 'frame' ? at.bytes.length : at.detail.length;
}

function nameOf({ part, detail }: PointRecord): string {
  if (part === 'frame') return 'the frame’s header';
  return detail.seq === null ? 'the record' : `record ${formatCount(detail.seq)}`;
}
