/**
 * Copies byte arrays that are a part of a larger buffer. Structured clone sends the whole buffer behind a view:
 * a slice of a large one would take the rest with it across the boundary.
 */
export function tight(value: unknown): unknown {
  if (value instanceof Uint8Array) {
    return value.byteLength === value.buffer.byteLength ? value : new Uint8Array(value);
  }
  if (Array.isArray(value)) return value.map(tight);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, tight(part)]));
}
