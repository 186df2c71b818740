import type { CrashSession } from '../../shared/contract/crash.ts';
import { formatBytes, formatCount, formatMs, plural } from '../ui/format.ts';
import { Glyph, type GlyphName } from '../ui/glyph.tsx';
import { verdictGlyph, verdictTitle } from './verdict-words.ts';

/** What recovery found, in a sentence, with the numbers behind it. */
export function VerdictHead({ session }: { session: CrashSession }) {
  const { verdict, counts } = session;
  const [title, rest] = splitSentence(verdict.sentence, verdictTitle(verdict.code));
  return (
    <section className="verdict" aria-label="Verdict">
      <div className="vt">
        <div className="vl">
          <Glyph name={verdictGlyph(verdict.code)} />
          <h2>{title}</h2>
        </div>
        {rest && <p>{rest}</p>}
      </div>
      <dl className="vn">
        <Figure
          glyph="always"
          word="kept"
          value={counts.kept}
          note={`${plural(counts.recordsReplayed, 'record')} replayed`}
        />
        <Figure
          glyph="never"
          word="lost though acknowledged"
          value={counts.lostAcknowledged}
          note={counts.lostAcknowledged === 0 ? 'every promise is kept' : 'answered, and not there'}
        />
        <Figure
          glyph="mem"
          word="lost, never promised"
          value={counts.lostUnpromised}
          note="in flight, unanswered"
        />
        <Figure
          glyph={counts.bytesBehindStop > 0 ? 'torn' : 'disk'}
          word="behind the stop"
          text={formatBytes(counts.bytesBehindStop)}
          note={`recovery took ${formatMs(session.recoveryMs)}`}
        />
      </dl>
    </section>
  );
}

interface FigureProps {
  glyph: GlyphName;
  word: string;
  value?: number;
  text?: string;
  note: string;
}

function Figure({ glyph, word, value, text, note }: FigureProps) {
  return (
    <div>
      <dt>
        <Glyph name={glyph} />
        {word}
      </dt>
      <dd>{text ?? formatCount(value ?? 0)}</dd>
      <dd className="dim">{note}</dd>
    </div>
  );
}

/** The headline and what follows it: the verdict's own first sentence where it is short enough to head the view. */
function splitSentence(sentence: string, title: string): [string, string] {
  const end = sentence.search(/[.:](\s|$)/);
  const first = end < 0 ? sentence : sentence.slice(0, end + 1);
  if (first.length > 72) return [title, sentence];
  const rest = sentence.slice(first.length).trim();
  return [first.replace(/:$/, '.'), rest.slice(0, 1).toUpperCase() + rest.slice(1)];
}
