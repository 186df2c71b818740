import { expect, test } from 'vitest';
import { utf8 } from '../../../shared/bytes.ts';
import type { KeyQuery, ViewProgress } from '../../../shared/contract/keys.ts';
import { Listeners } from '../listeners.ts';
import type { KeySet, Source } from '../sources/source.ts';
import { KeyView } from './key-view.ts';

const query = (text: string | null): KeyQuery => ({
  filter: text === null ? null : { mode: 'substring', text },
  under: null,
  sort: { column: 'key', descending: false },
});

/** A source of numbered keys that counts how many of its key sets are held. */
function countedSource(count: number) {
  const written = new Listeners();
  const held = { now: 0, most: 0 };
  let gate: Promise<void> = Promise.resolve();
  const keySet = (): KeySet => {
    held.now++;
    held.most = Math.max(held.most, held.now);
    return {
      ids: Uint32Array.from({ length: count }, (_, i) => i),
      key: (id) => utf8(`key:${String(id).padStart(7, '0')}`),
      facts: () => null,
      release: () => {
        held.now--;
      },
    };
  };
  const source = {
    id: 's',
    keys: async () => {
      await gate;
      return keySet();
    },
    unorderedKeys: async () => keySet(),
    onKeys: (listener: () => void) => written.add(listener),
  } as unknown as Source;
  return {
    source,
    held,
    write: () => written.call(),
    hold: () => {
      let open = () => {};
      gate = new Promise((resolve) => {
        open = resolve;
      });
      return () => open();
    },
  };
}

test('shows keys before they are in order, and says that they are not', async () => {
  const { source, held, hold } = countedSource(10);
  const open = hold();
  const told: ViewProgress[] = [];
  const view = new KeyView('v', source, query(null), (progress) => told.push(progress));
  const filled = view.fill();
  await new Promise((resolve) => setTimeout(resolve, 5));
  expect(view.progress()).toMatchObject({ total: 10, exact: false });
  open();
  await filled;
  expect(view.progress()).toMatchObject({ total: 10, exact: true });
  expect(held.now).toBe(1);
  view.close();
  expect(held.now).toBe(0);
});

test('holds one set of keys however often it is filled, and none once it is closed', async () => {
  const { source, held, write } = countedSource(100);
  const view = new KeyView('v', source, query('1'), () => undefined);
  await view.fill();
  for (let i = 0; i < 5; i++) {
    write();
    await view.fill();
  }
  expect(held.now).toBe(1);
  expect(held.most).toBe(2);
  view.close();
  expect(held.now).toBe(0);
});

test.each([null, '9'])('closed while it fills (filter %s), it lets go of everything', async (text) => {
  const { source, held } = countedSource(300_000);
  const view = new KeyView('v', source, query(text), () => undefined);
  const filled = view.fill();
  await new Promise((resolve) => setTimeout(resolve, 12));
  view.close();
  await filled.catch(() => undefined);
  expect(held.now).toBe(0);
  expect(view.page(0, 10).total).toBe(0);
});

test('a scan that is cancelled keeps what it found, and lets go of its keys when it is closed', async () => {
  const { source, held, write } = countedSource(2_000_000);
  const told: ViewProgress[] = [];
  const view = new KeyView('v', source, query('1'), (progress) => told.push(progress));
  const filled = view.fill();
  await new Promise((resolve) => setTimeout(resolve, 20));
  const stopped = view.cancel();
  await expect(filled).rejects.toThrow();
  expect(stopped).toMatchObject({ stopped: true, exact: false });
  expect(view.progress()).toEqual(stopped);
  expect(view.list(0, 10)).toHaveLength(Math.min(10, stopped.total));
  write();
  await new Promise((resolve) => setTimeout(resolve, 5));
  expect(view.progress()).toEqual(stopped);
  view.close();
  expect(held.now).toBe(0);
});

test('a view that is full is not stopped any more', async () => {
  const { source } = countedSource(10);
  const view = new KeyView('v', source, query('1'), () => undefined);
  await view.fill();
  expect(view.cancel()).toMatchObject({ stopped: false, exact: true });
  view.close();
});
