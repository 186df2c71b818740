import { useEffect, useRef, useState } from 'react';
import { concatBytes } from '../../shared/bytes.ts';
import type { KeyValue } from '../../shared/contract/keys.ts';
import type { SourceStatus } from '../../shared/contract/source.ts';
import { firstValueBytes } from '../../shared/limits.ts';
import { client } from '../stores/host.ts';

const partBytes = 4 * 1024 * 1024;
/** More than this is neither kept in the window nor edited. */
export const maxWholeBytes = 15 * 1024 * 1024;

export interface LoadedValue {
  facts: KeyValue;
  /** What has been read, from the value's first byte. */
  bytes: Uint8Array;
  whole: boolean;
}

export interface ValueState {
  /** Null while nothing has been read, and when the key is not there. */
  value: LoadedValue | null;
  missing: boolean;
  loading: boolean;
  error: unknown;
  /** Reads the rest of a large value in parts; null when not all of it has come. */
  loadRest(): Promise<LoadedValue | null>;
  /** Stops reading; what has come stays. */
  stop(): void;
}

interface Read {
  value: LoadedValue | null;
  missing: boolean;
  loading: boolean;
  error: unknown;
}

const nothing: Read = { value: null, missing: false, loading: false, error: null };

/** The value of a key: its first 64 KiB at once, the rest on demand; read again when something was written. */
export function useValue(source: string, key: Uint8Array | null, status: SourceStatus): ValueState {
  const [read, setRead] = useState<Read>(nothing);
  const turn = useRef(0);
  const keyOf = useRef<Uint8Array | null>(null);
  const { acknowledgedSeq, durableSeq } = status.durability ?? {};
  // A compaction changes no value, but where it lives and how many there are.
  const written = `${acknowledgedSeq} ${durableSeq} ${status.keys} ${status.records} ${status.sizeBytes}`;
  const { missing } = status;
  const dated = useLogRead(source, typeof read.value?.facts.timeMs === 'number');

  // biome-ignore lint/correctness/useExhaustiveDependencies: `written` and `dated` say when the value may be another, or more is known of it
  useEffect(() => {
    // What has been read of it stays in sight until its directory is back.
    if (missing && keyOf.current === key) return;
    const mine = ++turn.current;
    if (keyOf.current !== key) setRead({ ...nothing, loading: key !== null });
    keyOf.current = key;
    if (!key) return;
    readFirst(source, key).then(
      (value) => {
        if (mine !== turn.current) return;
        setRead((before) => ({ ...nothing, value: keepRest(before.value, value), missing: value === null }));
      },
      (error: unknown) => {
        if (mine === turn.current) setRead((before) => ({ ...before, loading: false, error }));
      },
    );
  }, [source, key, written, missing, dated]);

  const loadRest = async (): Promise<LoadedValue | null> => {
    if (!key || !read.value) return null;
    const mine = ++turn.current;
    let { value } = read;
    setRead((before) => ({ ...before, loading: true, error: null }));
    try {
      while (!value.whole && value.bytes.length < maxWholeBytes) {
        const part = await client.call('keys.value', {
          source,
          key,
          offset: value.bytes.length,
          length: partBytes,
        });
        if (mine !== turn.current) return null;
        if (!part || part.seq !== value.facts.seq || part.bytes.length === 0) break;
        const bytes = concatBytes([value.bytes, part.bytes]);
        value = { facts: value.facts, bytes, whole: bytes.length >= value.facts.valueLength };
        const next = value;
        setRead((before) => ({ ...before, value: next }));
      }
      setRead((before) => ({ ...before, loading: false }));
      return value.whole ? value : null;
    } catch (error) {
      if (mine === turn.current) setRead((before) => ({ ...before, loading: false, error }));
      return null;
    }
  };
  const stop = () => {
    turn.current += 1;
    setRead((before) => ({ ...before, loading: false }));
  };
  return { ...read, loadRest, stop };
}

/** Counts how often the log had been read to its end while something was not known that stands in it only. */
function useLogRead(source: string, isKnown: boolean): number {
  const [times, setTimes] = useState(0);
  const known = useRef(isKnown);
  known.current = isKnown;
  useEffect(
    () =>
      client.on('timeline.changed', (summary) => {
        if (summary.source === source && summary.exact && !known.current) setTimes((before) => before + 1);
      }),
    [source],
  );
  return times;
}

async function readFirst(source: string, key: Uint8Array): Promise<LoadedValue | null> {
  const facts = await client.call('keys.value', { source, key, offset: 0, length: firstValueBytes });
  return facts && { facts, bytes: facts.bytes, whole: facts.bytes.length >= facts.valueLength };
}

/** The same record read again keeps what had been read beyond its first part. */
function keepRest(before: LoadedValue | null, after: LoadedValue | null): LoadedValue | null {
  if (!before || !after || before.facts.seq !== after.facts.seq || before.bytes.length <= after.bytes.length)
    return after;
  return { facts: after.facts, bytes: before.bytes, whole: before.whole };
}
