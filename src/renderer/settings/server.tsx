import { useEffect, useRef, useState } from 'react';
import type { Serving } from '../../shared/contract/server.ts';
import { startServing, stopServing, useServing, useServingEnd } from '../stores/serving.ts';
import { Button, IconButton } from '../ui/button.tsx';
import { copyText } from '../ui/clipboard.ts';
import { formatAge, formatCount, plural } from '../ui/format.ts';
import { Glyph } from '../ui/glyph.tsx';
import { useNow } from '../ui/now.ts';
import { ErrorSentence } from '../ui/panel.tsx';
import { NumberField } from './number-field.tsx';

const usualPort = 6379;
const maxPort = 65_535;

/** The open store, for every client of Redis on this machine: on or off, who is there, what they ask for. */
export function Server({ source }: { source: string }) {
  const serving = useServing(source);
  const endedFor = useServingEnd(source);
  const [port, setPort] = useState(usualPort);
  const [error, setError] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  const run = async (change: () => Promise<void>) => {
    setBusy(true);
    setError(null);
    await change().catch(setError);
    setBusy(false);
  };
  return (
    <section aria-label="Server" className="server">
      <h2>Server</h2>
      {serving ? (
        <>
          <div className="line">
            <span>Listening on</span>
            <div className="at">
              <Glyph name="always" />
              <b className="mono">{serving.address}</b>
              <IconButton
                icon="copy"
                label="Copy the address"
                onClick={() => void copyText(`redis://${serving.address}`)}
              />
              <span className="grow" />
              <Button icon="stop" disabled={busy} onClick={() => void run(() => stopServing(source))}>
                Stop serving
              </Button>
            </div>
          </div>
          <Clients serving={serving} />
          <Tail lines={serving.tail} />
        </>
      ) : (
        <div className="line">
          <span>Port</span>
          <div className="at">
            <NumberField label="Port" value={port} min={0} max={maxPort} onChange={setPort} />
            <Button
              kind="primary"
              icon="play"
              disabled={busy}
              onClick={() => void run(() => startServing(source, port))}
            >
              Serve to Redis clients
            </Button>
            <span className="dim">
              on 127.0.0.1 only; 0 picks a free port. A write is answered as the fsync policy says.
            </span>
          </div>
        </div>
      )}
      {error !== null ? <ErrorSentence error={error} /> : endedFor && <ErrorSentence error={endedFor} />}
    </section>
  );
}

function Clients({ serving }: { serving: Serving }) {
  const now = useNow(1000);
  const { clients, clientCount, commands, perSecond } = serving;
  return (
    <>
      <p className="rate" aria-live="off">
        <b>{plural(clientCount, 'client')}</b>, <b>{formatCount(perSecond)}</b> commands a second,{' '}
        {formatCount(commands)} in all
      </p>
      {clients.length > 0 && (
        <table className="clients" aria-label="Clients">
          <thead>
            <tr>
              <th>Client</th>
              <th>Name</th>
              <th className="r">Database</th>
              <th>Last command</th>
              <th className="r">Idle for</th>
            </tr>
          </thead>
          <tbody>
            {clients.map((each) => (
              <tr key={each.id}>
                <td className="mono">{each.address}</td>
                <td>{each.name || '—'}</td>
                <td className="r">{each.db}</td>
                <td className="mono">{each.lastCommand.toLowerCase()}</td>
                <td className="r">{formatAge(Math.max(0, now - each.usedAtMs))}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </>
  );
}

/** What the clients ask for, as it comes; it stays where somebody has scrolled to. */
function Tail({ lines }: { lines: readonly string[] }) {
  const box = useRef<HTMLDivElement>(null);
  const follows = useRef(true);
  // biome-ignore lint/correctness/useExhaustiveDependencies: new lines are what it follows
  useEffect(() => {
    if (box.current && follows.current) box.current.scrollTop = box.current.scrollHeight;
  }, [lines]);
  if (lines.length === 0) return <p className="dim">No command has come yet.</p>;
  return (
    <div
      ref={box}
      role="log"
      className="tail scroll"
      aria-label="Commands"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: it is scrolled by keyboard
      tabIndex={0}
      onScroll={({ currentTarget: { scrollTop, scrollHeight, clientHeight } }) => {
        follows.current = scrollTop + clientHeight >= scrollHeight - 4;
      }}
    >
      {lines.join('\n')}
    </div>
  );
}
