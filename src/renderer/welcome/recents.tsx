import { type KeyboardEvent, useEffect, useState } from 'react';
import type { Recent } from '../../shared/contract/app.ts';
import { shortPath } from '../stores/app-info.ts';
import { client } from '../stores/host.ts';
import { openPath } from '../stores/session.ts';
import { Button, IconButton } from '../ui/button.tsx';
import { formatAgo, formatBytes, formatCount } from '../ui/format.ts';
import { Glyph } from '../ui/glyph.tsx';
import { formatTitle } from './format-title.ts';
import { pick } from './open-dialogs.ts';
import { stepRow } from './step-row.ts';

/** Directories that were open before, newest first, with what was known of them. */
export function Recents() {
  const [recents, setRecents] = useState<readonly Recent[]>([]);
  useEffect(() => {
    let gone = false;
    client.call('app.recents', {}).then(
      (list) => {
        if (!gone) setRecents(list);
      },
      () => undefined, // without them Welcome is as it is the first time
    );
    return () => {
      gone = true;
    };
  }, []);
  if (recents.length === 0) return null;
  const forget = async (paths: readonly string[]) => {
    for (const path of paths) setRecents(await client.call('app.forgetRecent', { path }));
  };
  return (
    <section className="tbl" aria-label="Recent">
      <div className="sh2">
        <h2>Recent</h2>
        <span className="dim">↑ ↓ to choose, ↵ to open</span>
        <span className="grow" />
        <Button kind="ghost" onClick={() => void forget(recents.map((recent) => recent.path))}>
          Clear
        </Button>
      </div>
      <div className="rr rh" aria-hidden="true">
        <span />
        <span>Name</span>
        <span>Path</span>
        <span>Format</span>
        <span className="num">Size</span>
        <span className="num">Keys</span>
        <span>When last seen</span>
        <span className="r">Opened</span>
      </div>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: arrows go from row to row, which are buttons */}
      <div role="presentation" onKeyDown={stepRow}>
        {recents.map((recent) => (
          <RecentRow key={recent.path} recent={recent} onForget={() => void forget([recent.path])} />
        ))}
      </div>
    </section>
  );
}

function RecentRow({ recent, onForget }: { recent: Recent; onForget(): void }) {
  const name = recent.path.split(/[/\\]/).filter(Boolean).at(-1) ?? recent.path;
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Delete' && event.key !== 'Backspace') return;
    event.preventDefault();
    onForget();
  };
  const locate = () =>
    pick({
      title: `Where is ${name} now?`,
      what: recent.isFile ? 'file' : 'directory',
      done: (path) => void openPath(path),
    });
  return (
    <div className={`rrow ${recent.exists ? '' : 'lost'}`}>
      <button
        type="button"
        className="rr"
        aria-label={`Open ${name}`}
        title={[recent.path, recent.verdict].filter(Boolean).join('\n')}
        onKeyDown={onKeyDown}
        onClick={() => (recent.exists ? void openPath(recent.path) : void locate())}
      >
        <span>
          <VerdictGlyph recent={recent} />
        </span>
        <span className="cut med">{name}</span>
        <span className="mono dim cut">{shortPath(recent.path)}</span>
        <span className="cut">{recent.format ? formatTitle(recent.format) : '—'}</span>
        <span className="num">{recent.sizeBytes === null ? '—' : formatBytes(recent.sizeBytes)}</span>
        <span className="num">{recent.keys === null ? '—' : formatCount(recent.keys)}</span>
        <span className={`cut ${verdictClass(recent)}`}>
          {recent.exists ? (
            verdictWords(recent)
          ) : (
            <>
              gone. <b className="c-accent med">Locate…</b>
            </>
          )}
        </span>
        <span className="dim r">{formatAgo(recent.openedAt)}</span>
      </button>
      <IconButton icon="close" label={`Forget ${name}`} className="forget" onClick={onForget} />
    </div>
  );
}

function VerdictGlyph({ recent }: { recent: Recent }) {
  if (!recent.exists) return <Glyph name="superseded" label="gone" />;
  if (recent.damage === 'corrupt') return <Glyph name="damaged" label="damaged" />;
  if (recent.damage === 'torn-tail') return <Glyph name="torn" label="torn tail" />;
  return (
    <Glyph
      name={recent.damage === null ? 'superseded' : 'live'}
      label={recent.damage === null ? 'not opened yet' : 'sound'}
    />
  );
}

function verdictWords(recent: Recent): string {
  if (recent.damage === null) return 'not opened yet';
  return { none: 'clean', 'torn-tail': 'torn tail', corrupt: 'damaged' }[recent.damage];
}

function verdictClass(recent: Recent): string {
  if (!recent.exists) return 'sub';
  return recent.damage === 'corrupt' ? 'c-damaged' : recent.damage === 'torn-tail' ? 'c-torn' : 'sub';
}
