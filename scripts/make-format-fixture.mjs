// @ts-check
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ensureBuilt } from './lib/build.mjs';

/**
 * `node scripts/make-format-fixture.mjs NAME`: writes fixtures/NAME anew, two directories in version 1 of the format and
 * what is in them: `format-1`, or with values that are written as patches `format-1-patches`. A spec reads them with
 * every later build. They are made once: only a new version of the format, or a new feature of it, gets a fixture of its
 * own, beside these.
 */

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const name = process.argv[2] ?? '';
const contents = { 'format-1': write, 'format-1-patches': edit }[name];
const target = join(root, 'fixtures', name);
const startMs = Date.UTC(2026, 0, 1);
/** When a reader looks: some deadlines have passed by then. */
const readAtMs = startMs + 3_600_000;
const segmentBytes = 4096;

/** What the directory must hold: key in base64 → value in base64 and deadline. */
/** @type {Map<string, {value: string, expireAt: number | null}>} */
const model = new Map();
let nowMs = startMs;
const now = () => nowMs;

const bytes = (/** @type {string | Uint8Array} */ given) => Buffer.from(given);
const base64 = (/** @type {string | Uint8Array} */ given) => bytes(given).toString('base64');

async function main() {
  if (contents === undefined) throw new Error('Say which: format-1 or format-1-patches.');
  await ensureBuilt(root, console.log);
  const library = await import(join(root, 'out', 'main', 'library.js'));
  const scratch = mkdtempSync(join(tmpdir(), 'walscope-fixture-'));
  rmSync(target, { recursive: true, force: true });
  mkdirSync(target, { recursive: true });
  try {
    const directory = join(scratch, 'store');
    const store = await library.open(directory, { fsync: 'no', segmentBytes, garbageShare: null, now });
    await contents(store, library);
    keep(directory, 'killed');
    await store.close();
    keep(directory, 'closed');
    writeExpected(store.durability().acknowledgedSeq);
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

/** Everything the format has: segments, a compacted one, batches, deletes, deadlines, bytes of every kind. */
async function write(/** @type {any} */ store) {
  for (let i = 0; i < 40; i++) await set(store, `user:${i % 25}`, `name ${i} `.repeat(1 + (i % 7)));
  await set(store, '', 'the empty key');
  await set(store, 'empty value', '');
  await set(
    store,
    Uint8Array.from({ length: 256 }, (_, i) => i),
    Uint8Array.of(0, 255, 128),
  );
  await set(store, 'short-lived', 'gone when it is read', startMs + 60_000);
  await set(store, 'long-lived', 'there when it is read', Date.UTC(2100, 0, 1));
  for (let i = 0; i < 25; i += 3) await remove(store, `user:${i}`);
  await store.snapshot();
  await batch(store, ['user:1', 'user:3', 'user:24'], 'written by a batch');
  await set(store, 'large', 'A value of more than one frame of the others. '.repeat(200));
  for (let i = 0; i < 60; i++) await set(store, `counter:${i % 5}`, `${i}`);
  await remove(store, 'counter:4');
  await Promise.all(Array.from({ length: 20 }, (_, i) => set(store, `group:${i}`, `of one frame ${i}`)));
}

/** Long values that grow, shrink and change in places, beside others, over several segments. */
async function edit(/** @type {any} */ store, /** @type {any} */ { EditedValues }) {
  const edited = new EditedValues();
  const texts = [1, 2, 3].map((n) => Array.from({ length: 60 }, (_, i) => `part ${i} of ${n}`));
  for (let round = 0; round < 40; round++) {
    const parts = /** @type {string[]} */ (texts[round % 3]);
    if (round % 4 === 0) parts.push(`new in round ${round}`);
    if (round % 5 === 0) parts.shift();
    parts[(7 * round) % parts.length] = `changed in round ${round}`;
    const expireAt = round % 11 === 0 ? Date.UTC(2100, 0, 1) : null;
    await setVersion(store, edited, `text:${round % 3}`, parts.join('; '), expireAt);
    await set(store, `beside:${round % 7}`, `written in round ${round}`);
    if (round === 20) await store.snapshot();
  }
  await remove(store, 'text:2');
}

/**
 * A set that says how the value differs from the one before it.
 *
 * @param {any} store
 * @param {any} edited
 * @param {string} key
 * @param {string} value
 * @param {number | null} expireAt
 */
async function setVersion(store, edited, key, value, expireAt) {
  nowMs += 10;
  model.set(base64(key), { value: base64(value), expireAt });
  await store.batchOf(edited.list([{ key, value, expireAt }]));
}

/**
 * @param {any} store
 * @param {string | Uint8Array} key
 * @param {string | Uint8Array} value
 * @param {number | null} expireAt
 */
async function set(store, key, value, expireAt = null) {
  nowMs += 10;
  model.set(base64(key), { value: base64(value), expireAt });
  await store.set(key, value, expireAt === null ? {} : { expireAt });
}

async function remove(/** @type {any} */ store, /** @type {string} */ key) {
  nowMs += 10;
  model.delete(base64(key));
  await store.delete(key);
}

/** The first of `keys` is deleted, the others get the value. */
async function batch(/** @type {any} */ store, /** @type {string[]} */ keys, /** @type {string} */ value) {
  nowMs += 10;
  const [gone, ...others] = keys;
  model.delete(base64(gone ?? ''));
  for (const key of others) model.set(base64(key), { value: base64(value), expireAt: null });
  await store.batch([{ op: 'delete', key: gone }, ...others.map((key) => ({ op: 'set', key, value }))]);
}

/** A copy of the directory without its lock file, which says who had it open. */
function keep(/** @type {string} */ directory, /** @type {string} */ name) {
  const filter = (/** @type {string} */ path) => !path.endsWith('LOCK');
  cpSync(directory, join(target, name), { recursive: true, filter });
}

function writeExpected(/** @type {number} */ lastSeq) {
  const live = [...model].filter(([, { expireAt }]) => expireAt === null || expireAt > readAtMs);
  const byKey = live.sort(([a], [b]) => Buffer.compare(Buffer.from(a, 'base64'), Buffer.from(b, 'base64')));
  const expected = { formatVersion: 1, readAtMs, lastSeq, keys: Object.fromEntries(byKey) };
  writeFileSync(join(target, 'expected.json'), `${JSON.stringify(expected, null, 1)}\n`);
}

await main();
