/** Byte order of UTF-8, which is not that of UTF-16 strings. */
export function compareNames(left: string, right: string): number {
  return Buffer.compare(Buffer.from(left), Buffer.from(right));
}
