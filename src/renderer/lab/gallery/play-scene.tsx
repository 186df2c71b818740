import { useState } from 'react';
import type { PlayedScene } from '../../../shared/contract/lab.ts';
import { Button } from '../../ui/button.tsx';
import { plural } from '../../ui/format.ts';
import { ErrorSentence } from '../../ui/panel.tsx';
import { openReplay } from '../replay/open-replay.ts';

interface PlaySceneProps {
  title: string;
  primary?: boolean;
  play(): Promise<PlayedScene>;
}

/** Plays all crashes of a scene. What shows the loss opens in Trace; where none does, it says of how many. */
export function PlayScene({ title, primary = false, play }: PlaySceneProps) {
  const [playing, setPlaying] = useState(false);
  const [survived, setSurvived] = useState<string | null>(null);
  const [error, setError] = useState<unknown>(null);
  const start = async () => {
    setPlaying(true);
    setSurvived(null);
    setError(null);
    try {
      const { states, counterexample } = await play();
      if (counterexample !== null) await openReplay(counterexample.text);
      else setSurvived(`${plural(states, 'crash', 'crashes')} played, and not one does it.`);
    } catch (thrown) {
      setError(thrown);
    } finally {
      setPlaying(false);
    }
  };
  return (
    <>
      <Button
        kind={primary ? 'primary' : 'plain'}
        size="large"
        icon="play"
        disabled={playing}
        onClick={() => void start()}
      >
        {title}
      </Button>
      <span className="dim" role="status">
        {playing ? 'crashing, recovering…' : survived}
      </span>
      {error !== null && <ErrorSentence error={error} />}
    </>
  );
}
