import { useEffect, useState } from 'react';
import type { CrashPoint } from '../../shared/contract/crash.ts';
import { client } from '../stores/host.ts';
import { type Around, windowBytes, windowStart } from './bytes-around.ts';

/** The bytes around a place, whatever they belong to; null while they are not known. */
export function useBytesAround(source: string, place: CrashPoint | null, generation: number): Around | null {
  const [around, setAround] = useState<Around | null>(null);
  const file = place?.file;
  const offset = place ? windowStart(place.offset) : null;
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new generation may have other bytes there
  useEffect(() => {
    if (file === undefined || offset === null) return;
    let current = true;
    client.call('crash.bytes', { source, file, offset, length: windowBytes }).then(
      ({ bytes }) => current && setAround({ file, offset, bytes }),
      () => current && setAround(null),
    );
    return () => {
      current = false;
    };
  }, [source, file, offset, generation]);
  return around?.file === file ? around : null;
}
