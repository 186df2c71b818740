/** The memory of an object's typed arrays, which can be handed to another thread instead of being copied. */
export function buffersIn(columns: object): ArrayBuffer[] {
  return Object.values(columns)
    .filter((column) => ArrayBuffer.isView(column))
    .map(({ buffer }) => buffer as ArrayBuffer);
}
