import { useState } from 'react';
import type { Exhibit } from '../../../shared/contract/lab.ts';
import { client } from '../../stores/host.ts';
import { Button } from '../../ui/button.tsx';
import { plural } from '../../ui/format.ts';
import { Glyph } from '../../ui/glyph.tsx';
import { ErrorSentence } from '../../ui/panel.tsx';
import { Gallery } from '../gallery/gallery.tsx';
import { PlayScene } from '../gallery/play-scene.tsx';
import { useOnce } from '../gallery/use-once.ts';
import { showLab } from '../lab-place.ts';
import { runTrace } from '../trace/trace-actions.ts';

const fetchExhibits = () => client.call('lab.exhibits', {});

/** Engines as one writes them first: what their texts promise, and what a sweep found. */
export function ExhibitsPage() {
  const { value: exhibits, error } = useOnce(fetchExhibits);
  const [selected, setSelected] = useState<string | null>(null);
  if (error !== null) return <ErrorSentence error={error} />;
  const open = exhibits?.find(({ engine }) => engine === selected) ?? exhibits?.[0];
  if (!exhibits || !open) return null;
  return (
    <Gallery
      label="Exhibits"
      items={exhibits.map(({ engine, title, findings }) => ({
        id: engine,
        title,
        note: findings.length === 0 ? 'nothing found' : `${plural(findings.length, 'finding')} · ${engine}`,
      }))}
      selected={open.engine}
      onSelect={setSelected}
    >
      <Page exhibit={open} />
    </Gallery>
  );
}

function Page({ exhibit }: { exhibit: Exhibit }) {
  const { engine, title, source, method, promises, findings, remedy } = exhibit;
  const trace = () => {
    showLab('trace');
    void runTrace({ engine });
  };
  return (
    <>
      <h1>{title}</h1>
      <p className="lead">{source}</p>
      <p>{method}</p>
      <h2>What its text promises</h2>
      <ul>
        {promises.map((promise) => (
          <li key={promise} className="promise">
            <Glyph name="mem" />
            <span>{promise}</span>
          </li>
        ))}
      </ul>
      <h2>What the sweep found</h2>
      <ul>
        {findings.map(({ fault, invariant, workload, fsync, sentence }) => (
          <li key={`${fault} ${invariant} ${sentence}`} className="finding">
            <Glyph name="never" />
            <span>{sentence}</span>
            <span className="dim">
              {invariant} · {fault} · {workload} under {fsync}
            </span>
          </li>
        ))}
      </ul>
      <div className="bt">
        <PlayScene
          primary
          title="Open the smallest counterexample"
          play={() => client.call('lab.playExhibit', { engine })}
        />
        <Button size="large" icon="bolt" onClick={trace}>
          Crash it yourself
        </Button>
      </div>
      <h2>What would have helped</h2>
      <p>{remedy}</p>
    </>
  );
}
