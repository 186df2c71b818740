import { readFileSync, writeFileSync } from 'node:fs';
import { getHeapStatistics, setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as (options?: { type: 'minor' }) => void;

/** What garbage that waits to be collected may take beside what an input needs. Bytes. */
const peakBase = 64 * 1024 * 1024;
/** What an input of a few bytes may hold beside its own bytes and their multiple. Bytes. */
const heldBase = 16 * 1024 * 1024;
/** Times its own bytes. */
const maxFactor = 4;

/**
 * Watches how much memory an input takes, of each by itself: how much is held once it has been read, and, where the
 * system lets the mark of the highest use be set back (Linux), the most that was resident on the way.
 */
export class MemoryWatch {
  /** What is held when there is no input. */
  readonly #idle = heldNow();
  #residentBefore: number | null = null;

  begin(): void {
    this.#residentBefore = setBackPeak() ? residentBytes('VmRSS') : null;
  }

  /** While what has been read of an input of so many bytes is held: what it takes too much of, or null. */
  excess(inputBytes: number): string | null {
    const allowed = this.#idle + maxFactor * inputBytes + heldBase;
    if (allocated() <= allowed) return null;
    // What is young is nearly all garbage of inputs before: collecting that alone takes a fraction of all the rest.
    collectGarbage({ type: 'minor' });
    if (allocated() <= allowed) return null;
    const held = heldNow();
    return held > allowed ? `holds ${held - this.#idle} bytes of memory for ${inputBytes}` : null;
  }

  /** What it took too much of on the way, or null. */
  excessPeak(inputBytes: number): string | null {
    if (this.#residentBefore === null) return null;
    const grown = (residentBytes('VmHWM') ?? 0) - this.#residentBefore;
    return grown > maxFactor * inputBytes + peakBase
      ? `took ${grown} bytes of memory for ${inputBytes}`
      : null;
  }
}

function allocated(): number {
  const { used_heap_size, external_memory } = getHeapStatistics();
  return used_heap_size + external_memory;
}

function heldNow(): number {
  collectGarbage();
  collectGarbage();
  return allocated();
}

/** The kernel's mark of the most that was resident falls to what is resident now. */
function setBackPeak(): boolean {
  try {
    writeFileSync('/proc/self/clear_refs', '5');
    return true;
  } catch {
    return false;
  }
}

function residentBytes(name: 'VmRSS' | 'VmHWM'): number | null {
  const kib = new RegExp(`^${name}:\\s+(\\d+) kB$`, 'm').exec(readFileSync('/proc/self/status', 'utf8'))?.[1];
  return kib === undefined ? null : Number(kib) * 1024;
}
