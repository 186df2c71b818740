import { useMemo, useState } from 'react';
import { Checksum } from '../ui/checksum.tsx';
import { rangesOfFields } from '../ui/field-ranges.ts';
import { FieldTable } from '../ui/field-table.tsx';
import { formatBytes, formatCount } from '../ui/format.ts';
import { HexView } from '../ui/hex-view.tsx';
import { ErrorSentence, PanelHead } from '../ui/panel.tsx';
import type { StepDetail } from './use-step-detail.ts';

/** What recovery read in this step, what it checked, and what that means. */
export function StepDetailPane({ detail, error }: { detail: StepDetail | null; error: unknown }) {
  return (
    <section className="pane stp" aria-label="Step" data-pane="inspector">
      <PanelHead title={detail ? `Step ${formatCount(detail.index + 1)}` : 'Step'}>
        <span className="cut fs12" title={detail?.title}>
          {detail?.title}
        </span>
      </PanelHead>
      {error !== null && <ErrorSentence error={error} />}
      {detail && <StepBody key={detail.index} detail={detail} />}
    </section>
  );
}

function StepBody({ detail }: { detail: StepDetail }) {
  const [selected, setSelected] = useState<number | null>(null);
  const [hovered, setHovered] = useState<number | null>(null);
  const ranges = useMemo(() => rangesOfFields(detail.fields), [detail]);
  const cursor = selected === null ? null : (detail.fields[selected]?.offset ?? null);
  return (
    <div className="scroll grow">
      {detail.fields.length > 0 && (
        <FieldTable
          label="Fields of the step"
          narrow
          fields={detail.fields}
          selected={selected}
          hovered={hovered}
          onSelect={setSelected}
          onHover={setHovered}
        />
      )}
      {detail.crcStored !== null && (
        <div className="crcs">
          <Checksum stored={detail.crcStored} found={detail.crcFound} />
        </div>
      )}
      {detail.bytes.length > 0 && (
        <div className="hx">
          <HexView
            label="Bytes of the step"
            bytes={detail.bytes}
            baseOffset={detail.offset}
            bytesPerRow={8}
            ranges={ranges}
            selected={selected}
            hovered={hovered}
            cursor={cursor}
            onHover={setHovered}
            onSelect={setSelected}
            maxRows={14}
          />
          <p className="dim fs11 cut">
            {detail.file}:{formatCount(detail.offset)} · {formatBytes(detail.bytes.length)} shown
            {detail.fields.some((field) => field.ok === false) && ' · red: does not hold'}
          </p>
        </div>
      )}
      <div className="head ph">
        <h2>In words</h2>
      </div>
      <Words text={detail.inWords} />
    </div>
  );
}

/** One sentence stays a sentence; several become a list, as the argument that they are. */
function Words({ text }: { text: string }) {
  const sentences = text.split(/(?<=[.!?])\s+(?=[A-Z“])/);
  if (sentences.length < 2) return <p className="wd one">{text}</p>;
  return (
    <ol className="wd">
      {sentences.map((sentence) => (
        <li key={sentence}>{sentence}</li>
      ))}
    </ol>
  );
}
