import { useEffect, useState } from 'react';
import type { CrashFate } from '../../../shared/contract/lab.ts';
import { client } from '../../stores/host.ts';
import { formatCount } from '../../ui/format.ts';
import type { HexRange } from '../../ui/hex-layout.ts';
import { HexView } from '../../ui/hex-view.tsx';
import { ErrorSentence } from '../../ui/panel.tsx';
import { chooseFate } from './trace-actions.ts';

/** The bytes of a write: choosing one says that the disk kept what stands before it. */
export function TornBytes({ trace, entry, fate }: { trace: string; entry: number; fate: CrashFate }) {
  const [bytes, setBytes] = useState<Uint8Array | null>(null);
  const [error, setError] = useState<unknown>(null);
  useEffect(() => {
    let current = true;
    client
      .call('lab.bytes', { trace, entry })
      .then((found) => current && setBytes(found.bytes))
      .catch((thrown: unknown) => current && setError(thrown));
    return () => {
      current = false;
    };
  }, [trace, entry]);
  if (error !== null) return <ErrorSentence error={error} />;
  if (bytes === null) return null;
  const kept = keptBytes(fate, bytes.length);
  const ranges: HexRange[] = [
    { id: 0, offset: 0, length: kept, shade: 'ok' },
    { id: 1, offset: kept, length: bytes.length - kept, shade: 'gone' },
  ];
  return (
    <div className="torn">
      <HexView
        label="Bytes of the write"
        bytes={bytes}
        bytesPerRow={8}
        ranges={ranges}
        cursor={Math.min(kept, bytes.length - 1)}
        maxRows={6}
        onSelect={(_, index) => chooseFate(entry, index === 0 ? 'lost' : { firstBytes: index })}
      />
      <p className="dim fs11">
        {kept === bytes.length ? 'All of it is kept.' : `The first ${formatCount(kept)} B are kept.`} Click a
        byte to tear the write before it.
      </p>
    </div>
  );
}

function keptBytes(fate: CrashFate, length: number): number {
  if (fate === 'kept') return length;
  return typeof fate === 'object' && 'firstBytes' in fate ? Math.min(length, fate.firstBytes) : 0;
}
