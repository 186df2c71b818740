import type { RepairPlace } from '../../shared/contract/repair.ts';
import type { Around } from '../crash/bytes-around.ts';
import { useBytesAround } from '../crash/use-bytes-around.ts';
import { formatCount } from '../ui/format.ts';
import type { HexRange } from '../ui/hex-layout.ts';
import { HexView } from '../ui/hex-view.tsx';
import { PanelHead } from '../ui/panel.tsx';
import { useMediaQuery } from '../ui/use-media-query.ts';
import type { RepairModel } from './repair-model.ts';
import { spliced } from './spliced.ts';

/** The damaged bytes among those around them, and how they read with the reading that was chosen. */
export function PlaceBytes({ model, place, at }: { model: RepairModel; place: RepairPlace; at: number }) {
  const chosen = model.use((state) => state.choices[at]);
  const read = useBytesAround(model.source, place, 0);
  const wide = useMediaQuery('(min-width: 1280px)');
  const bytesPerRow = wide ? 16 : 8;
  if (!read) return null;
  const around = fromShortlyBefore(read, place.offset);
  const reading = typeof chosen === 'object' ? place.readings[chosen.reading] : undefined;
  const after = reading ? spliced(around, reading) : null;
  return (
    <>
      <PanelHead title="As it stands">
        <span className="dim mono cut" title={place.file}>
          {place.file}:{formatCount(place.offset)}
        </span>
      </PanelHead>
      <HexView
        label="Bytes as they stand"
        bytes={around.bytes}
        baseOffset={around.offset}
        bytesPerRow={bytesPerRow}
        ranges={damagedIn(around, place)}
        maxRows={12}
      />
      {after && (
        <>
          <PanelHead title="As it will be read" />
          <HexView
            label="Bytes as they will be read"
            bytes={after.bytes}
            baseOffset={around.offset}
            bytesPerRow={bytesPerRow}
            ranges={after.ranges}
            maxRows={12}
          />
        </>
      )}
    </>
  );
}

/** Two rows of what stands before are enough to see where one is. */
function fromShortlyBefore({ file, offset, bytes }: Around, at: number): Around {
  const from = Math.max(offset, Math.floor(at / 16) * 16 - 32);
  return { file, offset: from, bytes: bytes.subarray(from - offset) };
}

function damagedIn({ offset, bytes }: Around, place: RepairPlace): HexRange[] {
  const from = Math.max(0, place.offset - offset);
  const to = Math.min(bytes.length, place.offset + place.length - offset);
  return from < to ? [{ id: 0, offset: from, length: to - from, shade: 'bad' }] : [];
}
