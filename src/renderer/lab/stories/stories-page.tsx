import { useState } from 'react';
import type { Story } from '../../../shared/contract/lab.ts';
import { client } from '../../stores/host.ts';
import { ErrorSentence } from '../../ui/panel.tsx';
import { Gallery } from '../gallery/gallery.tsx';
import { PlayScene } from '../gallery/play-scene.tsx';
import { useOnce } from '../gallery/use-once.ts';

const fetchStories = () => client.call('lab.stories', {});

/** Losses of data that happened: what was there before, what recovery made of it then, and what Walscope does now. */
export function StoriesPage() {
  const { value: stories, error } = useOnce(fetchStories);
  const [selected, setSelected] = useState<string | null>(null);
  if (error !== null) return <ErrorSentence error={error} />;
  const open = stories?.find(({ id }) => id === selected) ?? stories?.[0];
  if (!stories || !open) return null;
  return (
    <Gallery
      label="Stories"
      items={stories.map(({ id, title, system, year }) => ({ id, title, note: `${system}, ${year}` }))}
      selected={open.id}
      onSelect={setSelected}
    >
      <Page story={open} />
    </Gallery>
  );
}

function Page({ story }: { story: Story }) {
  const { id, title, system, year, versions } = story;
  return (
    <>
      <h1>{title}</h1>
      <p className="lead">
        {system}, {year}. {versions}
      </p>
      <p>{story.happened}</p>
      <h2>On the disk before</h2>
      <p>{story.before}</p>
      <h2>What recovery made of it then</h2>
      <p>{story.recoveryThen}</p>
      {story.hasThen && (
        <div className="bt">
          <PlayScene
            primary
            title="See it happen"
            play={() => client.call('lab.playStory', { id, when: 'then' })}
          />
        </div>
      )}
      {story.cannotModel !== null && (
        <>
          <h2>Why it cannot be played here</h2>
          <p>{story.cannotModel}</p>
        </>
      )}
      <h2>What Walscope does with it</h2>
      <p>{story.walscopeNow}</p>
      {story.hasNow && (
        <div className="bt">
          <PlayScene
            title="The same crashes on Walscope"
            play={() => client.call('lab.playStory', { id, when: 'now' })}
          />
        </div>
      )}
      <h2>Sources</h2>
      <ul>
        {story.sources.map((source) => (
          <li key={source.url} className="source">
            <a href={source.url} target="_blank" rel="noreferrer">
              {source.title}
            </a>
            <span className="dim fs12">
              {' '}
              {source.date} · <span className="mono fs11">{source.url}</span>
            </span>
          </li>
        ))}
      </ul>
    </>
  );
}
