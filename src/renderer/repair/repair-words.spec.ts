import { describe, expect, it } from 'vitest';
import type { RepairPlace } from '../../shared/contract/repair.ts';
import { firstCut } from './repair-model.ts';
import { choiceWords, isSameChoice, offeredChoices } from './repair-words.ts';

const place: RepairPlace = {
  file: 'data.log',
  offset: 1200,
  length: 1,
  reason: 'the checksum does not hold',
  kind: 'corrupt',
  choosable: true,
  wholeBehind: 3,
  readings: [
    {
      words: 'bit 2 of byte 1,200 turned back',
      proof: 'checksum',
      offset: 1200,
      remove: 1,
      insert: new Uint8Array(1),
    },
  ],
  usual: { reading: 0 },
};

describe('what there is to choose', () => {
  it('offers readings first, then to skip, then to end the log', () => {
    expect(offeredChoices(place).map(({ title }) => title)).toEqual([
      'Read it with bit 2 of byte 1,200 turned back',
      'Skip 1 byte',
      'End the log here',
    ]);
    expect(offeredChoices(place)[1]?.text).toContain('3 whole records behind it count');
  });

  it('does not say that anything is lost by what the engine itself passes over', () => {
    const readings = place.readings.map((reading) => ({ ...reading, proof: 'engine' as const }));
    const [read, leave, cut] = offeredChoices({ ...place, length: 2, readings });
    expect(read?.text).toBe('The engine reads it so itself: nothing is lost by the damage.');
    expect(leave).toMatchObject({ choice: 'skip', title: 'Leave 2 bytes as they are' });
    expect(cut?.text).toMatch(/^Its own engine would go on/);
    expect(choiceWords({ ...place, readings }, 'skip')).toBe('leave as it is');
  });

  it('says a choice in a few words', () => {
    expect(choiceWords(place, 'cut')).toBe('end here');
    expect(choiceWords(place, { reading: 0 })).toBe('bit 2 of byte 1,200 turned back');
    expect(choiceWords({ ...place, choosable: false }, 'skip')).toBe('nothing to choose');
  });

  it('tells readings apart', () => {
    expect(isSameChoice({ reading: 0 }, { reading: 1 })).toBe(false);
    expect(isSameChoice({ reading: 1 }, { reading: 1 })).toBe(true);
    expect(isSameChoice('cut', 'skip')).toBe(false);
  });

  it('finds the first cut among the places that can be chosen about', () => {
    const places = [{ ...place, choosable: false }, place, place];
    expect(firstCut({ places, choices: ['cut', 'skip', 'cut'] })).toBe(2);
    expect(firstCut({ places, choices: ['cut', 'skip', 'skip'] })).toBeNull();
  });
});
