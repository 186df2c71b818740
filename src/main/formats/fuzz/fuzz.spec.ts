import { resolve } from 'node:path';
import { expect, it } from 'vitest';
import { long, tried } from '../../engine/specs/tried.ts';
import { readCorpus } from './corpus.ts';
import { MemoryWatch } from './memory-watch.ts';
import { tryInput } from './try-input.ts';

const inputs = long ? 1_000_000 : 2000;
const seed = 1;

it(
  'no spoilt directory crashes a reader, stops it, fills the memory or passes a wrong value for a sound one',
  async () => {
    const corpus = await readCorpus(resolve(import.meta.dirname, '../../../../fixtures'));
    for (const originals of [corpus.whole, corpus.pieces])
      expect(originals.filter(({ held }) => held.size > 0).length).toBeGreaterThan(originals.length / 2);
    const started = performance.now();
    const memory = new MemoryWatch();
    for (let input = 0; input < inputs; input++) await tryInput(corpus, seed, input, memory);
    tried('spoilt directories', inputs, (performance.now() - started) / 1000);
  },
  24 * 3_600_000,
);
