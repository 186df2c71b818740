const units = ['B', 'K', 'M', 'G', 'T', 'P'];

/** As redis-server writes it: 1.00K, 512B. */
export function humanBytes(bytes: number): string {
  if (bytes < 1024) return `${bytes}B`;
  let [size, unit] = [bytes, 0];
  while (size >= 1024 && unit < units.length - 1) {
    size /= 1024;
    unit++;
  }
  return size.toFixed(2) + units[unit];
}
