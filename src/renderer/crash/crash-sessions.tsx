import type { CrashSession } from '../../shared/contract/crash.ts';
import { verdictGlyph } from '../recovery/verdict-words.ts';
import { Button, IconButton } from '../ui/button.tsx';
import { formatCount, plural } from '../ui/format.ts';
import { Glyph } from '../ui/glyph.tsx';
import { PanelHead } from '../ui/panel.tsx';
import type { CrashModel } from './crash-model.ts';

interface CrashSessionsProps {
  model: CrashModel;
  onWatch(session: CrashSession): void;
}

/** The crashes there have been, newest first: to watch again, or to throw away. */
export function CrashSessions({ model, onWatch }: CrashSessionsProps) {
  const sessions = model.use((state) => state.sessions) ?? [];
  if (sessions.length === 0) return null;
  return (
    <section className="sessions" aria-label="Earlier crashes">
      <PanelHead title="Earlier crashes">
        <span className="dim">
          {plural(sessions.length, 'copy', 'copies')} kept until you discard them or Walscope ends
        </span>
      </PanelHead>
      <ul>
        {sessions.toReversed().map((session) => (
          <SessionRow
            key={session.session}
            session={session}
            onWatch={() => onWatch(session)}
            onDiscard={() => void model.discard(session.session)}
          />
        ))}
      </ul>
    </section>
  );
}

function SessionRow({
  session,
  onWatch,
  onDiscard,
}: {
  session: CrashSession;
  onWatch(): void;
  onDiscard(): void;
}) {
  const { counts, verdict } = session;
  const lost = counts.lostAcknowledged + counts.lostUnpromised;
  return (
    <li>
      <Glyph name={verdictGlyph(verdict.code)} />
      <span className="cut grow" title={`${session.what} ${verdict.sentence}`}>
        {session.what}
      </span>
      <span className="dim nowrap">
        {formatCount(counts.kept)} kept, {formatCount(lost)} lost
      </span>
      <span className="mono dim cut path" title={session.path}>
        {session.path}
      </span>
      <Button icon="play" onClick={onWatch}>
        Watch recovery
      </Button>
      <IconButton icon="trash" label="Discard this copy" onClick={onDiscard} />
    </li>
  );
}
