import { useMemo } from 'react';
import type { Staged } from '../stores/staged.ts';
import { useBoxSize } from '../ui/box-size.ts';
import { formatBytes, formatCount } from '../ui/format.ts';
import type { HexRange } from '../ui/hex-layout.ts';
import { HexView } from '../ui/hex-view.tsx';
import { keyText } from '../ui/key-format.ts';
import { ErrorSentence } from '../ui/panel.tsx';
import type { Preview } from './use-preview.ts';

interface AppendedBytesProps {
  preview: Preview;
  changes: readonly Staged[];
  at: number;
  onChoose(index: number): void;
}

/** More segments would be thinner than their words. */
const maxSegments = 12;

/** The bytes that saving would append, and where: the frame's header and each change's record. */
export function AppendedBytes({ preview, changes, at, onChoose }: AppendedBytesProps) {
  const [box, { height }] = useBoxSize<HTMLDivElement>();
  const rows = Math.max(2, Math.floor((height - 8) / 20));
  const { data, error } = preview;
  const ranges = useMemo<HexRange[]>(
    () =>
      (data?.records ?? []).map((record, index) => ({
        id: index,
        offset: record.offset,
        length: record.length,
        shade: index % 2 === 0 ? 'even' : 'odd',
      })),
    [data],
  );
  return (
    <section className="bx" aria-label="Bytes that will be appended">
      {data && data.records.length <= maxSegments && (
        <Segments data={data} changes={changes} at={at} onChoose={onChoose} />
      )}
      {error !== null && <ErrorSentence error={error} />}
      <div className="hx" ref={box}>
        {data && (
          <HexView
            label="Bytes that will be appended"
            bytes={data.bytes}
            baseOffset={data.offset}
            bytesPerRow={8}
            ranges={ranges}
            selected={at}
            maxRows={rows}
            cursor={data.records[at]?.offset ?? null}
            onSelect={(range) => range !== null && onChoose(range)}
          />
        )}
      </div>
      {data && (
        <div className="sn">
          to be appended to {data.file} at {formatCount(data.offset)}
          {data.totalBytes > data.bytes.length &&
            ` · the first ${formatBytes(data.bytes.length)} of ${formatBytes(data.totalBytes)}`}
        </div>
      )}
    </section>
  );
}

type SegmentsProps = Omit<AppendedBytesProps, 'preview'> & { data: NonNullable<Preview['data']> };

function Segments({ data, changes, at, onChoose }: SegmentsProps) {
  const head = data.records[0]?.offset ?? 0;
  return (
    <div className="fb">
      {head > 0 && <span style={{ flex: `${head} 0 auto` }}>frame {formatCount(head)}</span>}
      {data.records.map((record, index) => {
        const change = changes[index];
        return (
          <button
            key={change?.id ?? index}
            type="button"
            className={index === at ? 'on' : ''}
            style={{ flex: `${record.length} 1 auto` }}
            onClick={() => onChoose(index)}
          >
            {change && keyText(change.key)} {formatCount(record.length)}
          </button>
        );
      })}
    </div>
  );
}
