import { useEffect, useState } from 'react';
import type { Example } from '../../shared/contract/app.ts';
import { client } from '../stores/host.ts';
import { Glyph, type GlyphName } from '../ui/glyph.tsx';
import { ErrorSentence } from '../ui/panel.tsx';
import { formatTitle } from './format-title.ts';
import { openExample } from './open-dialogs.ts';
import { stepRow } from './step-row.ts';

const glyphs: Record<Example['damage'], GlyphName> = {
  none: 'live',
  'torn-tail': 'torn',
  corrupt: 'damaged',
};
const words: Record<Example['damage'], string> = {
  none: 'sound',
  'torn-tail': 'torn tail',
  corrupt: 'damaged',
};

export function Examples() {
  const [examples, setExamples] = useState<readonly Example[]>([]);
  const [error, setError] = useState<unknown>(null);
  useEffect(() => {
    client.call('app.examples', {}).then(setExamples, setError);
  }, []);
  const open = (id: string) => {
    setError(null);
    openExample(id).catch(setError);
  };
  return (
    <section className="tbl" aria-label="Examples">
      <div className="sh2">
        <h2>Examples</h2>
        <span className="dim">bundled; each opens as a copy</span>
      </div>
      {error !== null && <ErrorSentence error={error} />}
      {/* biome-ignore lint/a11y/noStaticElementInteractions: arrows go from row to row, which are buttons */}
      <div role="presentation" className="xrows" onKeyDown={stepRow}>
        {examples.map((example) => (
          <button
            key={example.id}
            type="button"
            className="xr"
            aria-label={`Open example ${example.title}`}
            onClick={() => open(example.id)}
          >
            <span>
              <Glyph name={glyphs[example.damage]} label={words[example.damage]} />
            </span>
            <span className="med cut">{example.title}</span>
            <span className="cut sub">{example.description}</span>
            <span className="dim cut">{formatTitle(example.format)}</span>
          </button>
        ))}
      </div>
    </section>
  );
}
