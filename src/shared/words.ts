/** Numbers in sentences for people, on both sides of the bridge. */

const grouped = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 });

/** 48,217 */
export function formatCount(count: number): string {
  return grouped.format(count);
}

/** `1 key`, `2 keys`. */
export function plural(count: number, one: string, many = `${one}s`): string {
  return `${formatCount(count)} ${count === 1 ? one : many}`;
}
