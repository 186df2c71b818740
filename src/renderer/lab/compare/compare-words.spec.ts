import { describe, expect, it } from 'vitest';
import type { ComparedSide } from '../../../shared/contract/compare.ts';
import { sideSentence, stepWords } from './compare-words.ts';

const side = (patch: Partial<ComparedSide>): ComparedSide => ({
  calls: 1,
  allCalls: 2,
  pending: [],
  steps: [],
  contents: [],
  sentence: '',
  violations: [],
  lostAt: [],
  replay: { name: '', text: '' },
  ...patch,
});

describe('a side in words', () => {
  it('tells a broken promise from a loss that nobody had promised against', () => {
    expect(stepWords({ state: 'promised', isThere: false }).bad).toBe(true);
    expect(stepWords({ state: 'answered', isThere: false })).toMatchObject({
      glyph: 'sometimes',
      bad: false,
    });
    expect(stepWords({ state: 'answered', isThere: null }).words).toBe('');
  });

  it('says how it came out of the crash', () => {
    const gone = { state: 'answered', isThere: false } as const;
    expect(sideSentence(side({})).text).toBe('Everything that was answered is there.');
    expect(sideSentence(side({ steps: [gone] })).text).toMatch(/^1 answered write is gone/);
    expect(sideSentence(side({ contents: null })).glyph).toBe('never');
    const violations = [{ invariant: 'durability', sentence: 'a has nothing.' }];
    expect(sideSentence(side({ violations })).text).toBe('A promise is broken: a has nothing.');
  });
});
