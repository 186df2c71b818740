import { useState } from 'react';
import { useAppInfo } from '../../stores/app-info.ts';
import { client } from '../../stores/host.ts';
import { Button } from '../../ui/button.tsx';
import { copyText } from '../../ui/clipboard.ts';
import { currentCrash } from '../trace/trace-actions.ts';
import { setTrace, useTrace } from '../trace/trace-store.ts';
import { replayHash } from './replay-link.ts';
import { saveReplayText } from './save-replay.ts';

type Said = 'link copied' | 'too long for a link: save the file' | 'not copied: try again' | null;

/** The crash that is shown, as a file or, in a browser, as a link. */
export function ShareReplay() {
  const isWeb = useAppInfo((state) => state.info?.host === 'web');
  const ready = useTrace((state) => state.outcome !== null);
  const [said, setSaid] = useState<Said>(null);
  const replay = async () => {
    const crash = currentCrash();
    return crash === null ? null : client.call('lab.saveReplay', crash);
  };
  const save = async () => {
    const saved = await replay();
    if (saved !== null) saveReplayText(saved.text, saved.name);
  };
  const link = async () => {
    const saved = await replay();
    const hash = saved === null ? null : await replayHash(saved.text);
    if (hash === null) setSaid('too long for a link: save the file');
    else setSaid((await copyText(`${location.origin}/${hash}`)) ? 'link copied' : 'not copied: try again');
  };
  const attempt = (work: () => Promise<void>) => {
    setSaid(null);
    work().catch((error: unknown) => setTrace({ error }));
  };
  return (
    <>
      <span className="dim fs12" role="status">
        {said}
      </span>
      {isWeb && (
        <Button icon="share" disabled={!ready} onClick={() => attempt(link)}>
          Copy link
        </Button>
      )}
      <Button icon="save" disabled={!ready} onClick={() => attempt(save)}>
        Save replay…
      </Button>
    </>
  );
}
