import type { SourceStatus } from '../../shared/contract/source.ts';
import { shortPath, useAppInfo } from '../stores/app-info.ts';
import { useServing, useServingEnd } from '../stores/serving.ts';
import { showView, type Tab, useActiveTab } from '../stores/session.ts';
import { formatAbout, formatAge, formatBytes, formatCount, plural } from '../ui/format.ts';
import { Glyph } from '../ui/glyph.tsx';
import { Icon } from '../ui/icon.tsx';
import { useNow } from '../ui/now.ts';
import { Tooltip } from '../ui/tooltip.tsx';
import { FsyncMenu } from './fsync-menu.tsx';
import { JobStatus } from './job-status.tsx';

export function StatusBar() {
  const tab = useActiveTab();
  if (tab) return <DirectoryStatus tab={tab} />;
  return <WelcomeStatus />;
}

function WelcomeStatus() {
  const info = useAppInfo((state) => state.info);
  return (
    <footer className="status">
      <span className="grow">
        <span className="cut">
          Walscope {info?.version} <span className="dim">· nothing leaves this machine</span>
        </span>
      </span>
      <span>
        <span className="dim">Other formats are opened without a write: no lock file, no changed mtime</span>
      </span>
    </footer>
  );
}

function DirectoryStatus({ tab }: { tab: Tab }) {
  const { info, status } = tab;
  return (
    <footer className="status">
      <span className="grow" title={info.path}>
        <span className="cut">
          {shortPath(info.path)}{' '}
          <span className="dim">
            · {info.formatTitle} · {formatBytes(status.sizeBytes)}{' '}
            {isStillAsFound(tab) && ` · ${info.verdict.sentence}`}
          </span>
        </span>
      </span>
      <JobStatus source={tab.id} />
      <ServingStatus source={tab.id} />
      {status.readOnly && <ReadOnly status={status} />}
      {status.durability && <Durability status={status} durability={status.durability} />}
      <span>
        <b>{formatAbout(status.keys, status.exact)}</b>
        <span className="dim">{status.keys === 1 && status.exact ? 'key' : 'keys'}</span>
      </span>
    </footer>
  );
}

/** What was found when it was opened is told until something has been written. */
function isStillAsFound({ info: { verdict }, status }: Tab): boolean {
  if (verdict.damage !== 'none') return false;
  return status.durability === null || status.records === verdict.recordsRead;
}

/** Clients may change the keys at any time: that is said wherever they are shown. */
function ServingStatus({ source }: { source: string }) {
  const serving = useServing(source);
  const endedFor = useServingEnd(source);
  if (!serving) return endedFor && <ServingEnd why={endedFor} />;
  return (
    <Tooltip text={`Served on ${serving.address}`}>
      <button type="button" onClick={() => showView('settings')}>
        <Glyph name="always" />
        <b>{formatCount(serving.clientCount)}</b>
        <span className="dim">
          {serving.clientCount === 1 ? 'client' : 'clients'} on :{serving.port}
        </span>
      </button>
    </Tooltip>
  );
}

function ServingEnd({ why }: { why: string }) {
  return (
    <Tooltip text={why}>
      <button type="button" className="fail" onClick={() => showView('settings')}>
        <Glyph name="damaged" />
        no longer served
      </button>
    </Tooltip>
  );
}

function ReadOnly({ status }: { status: SourceStatus }) {
  return (
    <Tooltip text={status.readOnlyReason ?? 'Opened read-only.'}>
      <button type="button" aria-label={`Read-only: ${status.readOnlyReason ?? 'opened so'}`}>
        <Icon name="lock" size={14} />
        read-only
      </button>
    </Tooltip>
  );
}

type DurabilityStatus = NonNullable<SourceStatus['durability']>;

function Durability({ status, durability }: { status: SourceStatus; durability: DurabilityStatus }) {
  return (
    <>
      {!status.readOnly && <FsyncMenu source={status.source} policy={durability.policy} />}
      <span className="wide" title="Highest sequence number answered to a caller">
        <span className="dim">Acknowledged</span>
        <b>{formatCount(durability.acknowledgedSeq)}</b>
      </span>
      <span title="Highest sequence number that an fsync has proven">
        <Glyph name="disk" />
        <span className="dim">Proven on disk</span>
        <b>{formatCount(durability.durableSeq)}</b>
      </span>
      {durability.failure ? (
        <span className="fail" title={durability.failure}>
          <Glyph name="damaged" />
          {durability.failure}
        </span>
      ) : (
        <Gap durability={durability} />
      )}
    </>
  );
}

/** What would be lost if the power went now, and since when: counted live, without easing. */
function Gap({ durability }: { durability: DurabilityStatus }) {
  const { gapBytes, gapSinceMs, acknowledgedSeq, durableSeq } = durability;
  const now = useNow(gapSinceMs === null ? null : 100);
  if (gapSinceMs === null || acknowledgedSeq <= durableSeq) return null;
  return (
    <span className="gap" title="Would be lost if the power went now">
      <Glyph name="cache" />
      Gap <b>{plural(acknowledgedSeq - durableSeq, 'record')}</b> · {formatBytes(gapBytes)} ·{' '}
      {formatAge(now - gapSinceMs)}
    </span>
  );
}
