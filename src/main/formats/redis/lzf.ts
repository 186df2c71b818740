/** A reference copies at most so many bytes for each byte of its own: no input unpacks to more than this times. */
const maxRatio = 264 / 2;

/** Unpacks LibLZF's format; null when the bytes are not such a packing of exactly `length` bytes. */
export function unpackLzf(packed: Uint8Array, length: number): Buffer | null {
  if (length > packed.length * maxRatio) return null;
  const out = Buffer.alloc(length);
  let to = 0;
  for (let at = 0; at < packed.length; ) {
    const control = packed[at++] as number;
    if (control < 32) {
      const end = at + control + 1;
      if (end > packed.length || to + control + 1 > length) return null;
      out.set(packed.subarray(at, end), to);
      to += control + 1;
      at = end;
      continue;
    }
    let count = control >> 5;
    if (count === 7) count += packed[at++] ?? Number.NaN;
    const back = ((control & 31) << 8) + (packed[at++] ?? Number.NaN) + 1;
    count += 2;
    if (!(back <= to && to + count <= length)) return null;
    // Byte by byte: a reference may overlap what it writes.
    for (let i = 0; i < count; i++, to++) out[to] = out[to - back] as number;
  }
  return to === length ? out : null;
}
