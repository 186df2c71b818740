import type { ComparedSide, CompareMoment, CompareOutcome } from '../../../shared/contract/compare.ts';
import type { GlyphName } from '../../ui/glyph.tsx';

export const momentTitles: Record<CompareMoment, string> = {
  asked: 'when it is asked for',
  'under-way': 'once it is written',
  answered: 'once it is answered',
};

export const outcomeTitles: Record<CompareOutcome, { title: string; text: string }> = {
  killed: { title: 'killed', text: 'The process ends; the system goes on and has what it was given.' },
  kept: { title: 'kept', text: 'The power goes, and the disk had got everything by luck.' },
  lost: { title: 'lost', text: 'The power goes, and nothing is left but what an fsync proved.' },
  torn: { title: 'torn', text: 'The power goes in the midst of the last write.' },
  'names-lost': {
    title: 'names lost',
    text: 'The power goes: bytes are on the disk, and names without an fsync of their directory are not.',
  },
};

export interface StepWords {
  glyph: GlyphName | null;
  words: string;
  bad: boolean;
}

type StepOutcome = ComparedSide['steps'][number];

/** What became of one write of one side. */
export function stepWords({ state, isThere }: StepOutcome): StepWords {
  const good = (glyph: GlyphName | null, words: string): StepWords => ({ glyph, words, bad: false });
  if (isThere === null) return good(null, '');
  switch (state) {
    case 'not-asked':
      return good(null, 'not asked for yet');
    case 'refused':
      return good('superseded', isThere ? 'refused, and there' : 'refused');
    case 'asked':
      return isThere
        ? good('always', 'there, though nobody was told')
        : good('mem', 'gone, and nobody was told');
    case 'answered':
      return isThere ? good('always', 'there') : good('sometimes', 'gone: answered, not promised');
    case 'promised':
      return isThere
        ? good('always', 'there')
        : { glyph: 'never', words: 'gone, though it was promised', bad: true };
  }
}

/** How one side came out of it, in a sentence. */
export function sideSentence({ steps, contents, violations }: ComparedSide): {
  glyph: GlyphName;
  text: string;
} {
  const gone = (state: StepOutcome['state']) =>
    steps.filter((step) => step.state === state && step.isThere === false).length;
  const [first] = violations;
  if (first !== undefined) return { glyph: 'never', text: `A promise is broken: ${first.sentence}` };
  if (contents === null) return { glyph: 'never', text: 'It does not open.' };
  const answered = gone('answered');
  if (answered === 0) return { glyph: 'always', text: 'Everything that was answered is there.' };
  const writes = answered === 1 ? '1 answered write is' : `${answered} answered writes are`;
  return { glyph: 'sometimes', text: `${writes} gone; its policy had promised none of them.` };
}
