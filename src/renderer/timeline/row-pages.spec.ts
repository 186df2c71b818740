import { describe, expect, it } from 'vitest';
import { rowPage } from '../../shared/row-page.ts';
import { RowPages } from './row-pages.ts';

const numbers = rowPage({ value: 'f64', padding: 'bytes' });

/** A list of `total` rows; `padding` bytes in each decide how many fit into a page. */
function listOf(total: () => number, padding = 0) {
  const calls: [number, number][] = [];
  const pages = new RowPages(async (first, count) => {
    calls.push([first, count]);
    const length = Math.max(0, Math.min(count, total() - first));
    const rows = Array.from({ length }, (_, at) => ({ value: first + at, padding: new Uint8Array(padding) }));
    return { bytes: numbers.encode(rows), first, total: total() };
  }, numbers.decode);
  return { pages, calls };
}
const settled = () => new Promise((resolve) => setTimeout(resolve, 5));

describe('RowPages', () => {
  it('reads what is in sight and nothing else', async () => {
    const { pages, calls } = listOf(() => 100_000);
    pages.want(5_000, 5_040);
    await settled();
    expect(pages.get(5_010)?.value).toBe(5_010);
    expect(pages.get(0)).toBeUndefined();
    expect(pages.total).toBe(100_000);
    expect(calls.length).toBeLessThanOrEqual(2);
  });

  it('fills a chunk from as many pages as it takes', async () => {
    const { pages, calls } = listOf(() => 300, 2_000);
    pages.want(0, 120);
    await settled();
    expect(pages.get(119)?.value).toBe(119);
    expect(calls.length).toBeGreaterThan(1);
  });

  it('keeps old rows until the new ones have come', async () => {
    let total = 10;
    const { pages } = listOf(() => total);
    pages.want(0, 20);
    await settled();
    total = 15;
    pages.stale(15);
    expect(pages.get(3)?.value).toBe(3);
    expect(pages.get(12)).toBeUndefined();
    await settled();
    expect(pages.get(12)?.value).toBe(12);
  });

  it('reads one row on demand, and says when there is none', async () => {
    const { pages } = listOf(() => 1_000);
    expect((await pages.row(700))?.value).toBe(700);
    expect(await pages.row(1_000)).toBeUndefined();
    expect(await pages.row(-1)).toBeUndefined();
  });

  it('keeps the error and tries again when asked again', async () => {
    let broken = true;
    const pages = new RowPages(async (first) => {
      if (broken) throw new Error('gone');
      return { bytes: numbers.encode([{ value: first, padding: new Uint8Array(0) }]), first, total: 1 };
    }, numbers.decode);
    pages.want(0, 1);
    await settled();
    expect(pages.error).toBeInstanceOf(Error);
    broken = false;
    pages.want(0, 1);
    await settled();
    expect(pages.error).toBeNull();
    expect(pages.get(0)?.value).toBe(0);
  });
});
