import type { TimelineSummary } from '../../shared/contract/timeline.ts';
import { useBoxSize } from '../ui/box-size.ts';
import { formatBytes, formatDate, plural } from '../ui/format.ts';
import { Icon, type IconName } from '../ui/icon.tsx';
import { minimapRecords } from './draw-minimap.ts';
import { columnX } from './strip-layout.ts';

interface FileEvent {
  name: string;
  icon: IconName;
  title: string;
  text: string;
  record: number;
}

/** Of many files the newest are told; the minimap shows them all. */
const maxEvents = 24;
/** px a character takes at this size, at most: events that might overlap are left out. */
const characterPx = 6.4;

/** What happened to the files, below the part of the log where it did: snapshots, sealed and missing files. */
export function FileEvents({ summary }: { summary: TimelineSummary }) {
  const [lane, { width }] = useBoxSize<HTMLDivElement>();
  return (
    <div className="lc2" ref={lane}>
      {placeEvents(summary, width).map(({ event, left }) => (
        <span key={event.name} className="ev" style={{ left }}>
          <Icon name={event.icon} />
          <b>{event.title}</b> {event.text}
        </span>
      ))}
    </div>
  );
}

function placeEvents(summary: TimelineSummary, width: number): { event: FileEvent; left: number }[] {
  const whole = { first: 0, last: minimapRecords(summary) };
  const placed: { event: FileEvent; left: number }[] = [];
  let free = 0;
  for (const event of eventsOf(summary).slice(-maxEvents)) {
    const length = 20 + (event.title.length + event.text.length) * characterPx;
    const left = Math.max(8, columnX(event.record, whole, width) - length / 2);
    if (left < free || left + length > width) continue;
    placed.push({ event, left });
    free = left + length + 12;
  }
  return placed;
}

function eventsOf(summary: TimelineSummary): FileEvent[] {
  return summary.files.flatMap((file, at): FileEvent[] => {
    const { name } = file;
    const end = file.firstRecord + file.records;
    if (file.kind === 'missing') {
      return [{ name, icon: 'close', title: name, text: 'is missing', record: file.firstRecord }];
    }
    if (file.kind === 'snapshot') {
      const when = file.createdMs === null ? '' : `${formatDate(file.createdMs)} · `;
      const text = `${when}${plural(file.records, 'record')} · ${formatBytes(file.sizeBytes)}`;
      return [{ name, icon: 'compact', title: 'Snapshot', text, record: (file.firstRecord + end) / 2 }];
    }
    if (!file.sealed) return [];
    // A file is sealed when the next one is begun.
    const sealedMs = summary.files[at + 1]?.createdMs ?? null;
    const text = sealedMs === null ? 'sealed' : `sealed ${formatDate(sealedMs)}`;
    return [{ name, icon: 'lock', title: name, text, record: end }];
  });
}
