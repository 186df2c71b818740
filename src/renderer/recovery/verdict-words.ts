import type { Verdict } from '../../shared/model.ts';
import type { GlyphName } from '../ui/glyph.tsx';

type VerdictCode = Verdict['code'];

const glyphs: Record<VerdictCode, GlyphName> = {
  clean: 'always',
  'torn-tail': 'torn',
  'unprovable-tail': 'sometimes',
  unreadable: 'damaged',
  'file-missing': 'never',
  'wrong-store': 'never',
  unsupported: 'damaged',
};

const titles: Record<VerdictCode, string> = {
  clean: 'Clean. Everything written is there.',
  'torn-tail': 'Torn tail. Nothing proven on disk is lost.',
  'unprovable-tail': 'The last group cannot be proven.',
  unreadable: 'Records in the middle cannot be read.',
  'file-missing': 'A file is missing.',
  'wrong-store': 'A file of another store lies here.',
  unsupported: 'Written by a later version.',
};

export const verdictGlyph = (code: VerdictCode): GlyphName => glyphs[code];
export const verdictTitle = (code: VerdictCode): string => titles[code];
