import { type KeyboardEvent, useEffect, useRef } from 'react';
import type { TraceEntry, TraceView } from '../../../shared/contract/lab.ts';
import { Glyph, type GlyphName } from '../../ui/glyph.tsx';
import { goTo } from './trace-actions.ts';
import { callName, isCall, isChange, stepLabel } from './trace-calls.ts';
import { useTrace } from './trace-store.ts';

/** The trace as a table: what the picture shows, in words. Choosing a row cuts the power right after it. */
export function TraceList({ view }: { view: TraceView }) {
  const at = useTrace((state) => state.at);
  const body = useRef<HTMLTableSectionElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the chosen row is another one then
  useEffect(() => {
    body.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' });
  }, [at]);
  const onKeyDown = (event: KeyboardEvent) => {
    const by = { ArrowDown: 1, ArrowUp: -1, PageDown: 12, PageUp: -12, Home: -at, End: view.entries.length }[
      event.key
    ];
    if (by === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    goTo(Math.max(1, at + by));
  };
  let number = 0;
  return (
    <div className="scroll tlist">
      <table
        // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: its rows are chosen
        role="grid"
        aria-label="Trace"
        tabIndex={0}
        aria-activedescendant={`entry-${at - 1}`}
        onKeyDown={onKeyDown}
      >
        <thead>
          <tr>
            <th className="r">Call</th>
            <th>What</th>
            <th>File</th>
            <th>Bytes</th>
            <th>For</th>
            <th>Where it is at the crash</th>
          </tr>
        </thead>
        <tbody ref={body}>
          {view.entries.map((entry, index) => {
            if (isCall(entry)) number += 1;
            return (
              <tr
                // biome-ignore lint/suspicious/noArrayIndexKey: an entry is its place in the trace
                key={index}
                id={`entry-${index}`}
                aria-selected={index === at - 1}
                className={`${index === at - 1 ? 'sel' : ''} ${index >= at ? 'ahead' : ''} ${isCall(entry) ? '' : 'word'}`}
                onClick={() => goTo(index + 1)}
              >
                <td className="r dim">{isCall(entry) ? number : ''}</td>
                <td className="med">{callName(entry)}</td>
                <td className="mono cut">{entry.name}</td>
                <td className="dim">{entry.detail}</td>
                <td className="dim">
                  {isCall(entry) ? entry.steps.map((step) => stepLabel(view, step)).join(' ') : ''}
                </td>
                <td>
                  <Where entry={entry} index={index} at={at} />
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}

function Where({ entry, index, at }: { entry: TraceEntry; index: number; at: number }) {
  const [glyph, word] = whereabouts(entry, index, at);
  return (
    <span className="tag">
      {glyph !== null && <Glyph name={glyph} />}
      {word}
    </span>
  );
}

function whereabouts(entry: TraceEntry, index: number, at: number): [GlyphName | null, string] {
  if (index >= at) return [null, 'not yet'];
  if (entry.kind === 'asked') return ['mem', 'process memory'];
  if (entry.kind === 'answered') return [null, entry.promises ? 'told, and promised' : 'told, not promised'];
  if (!isChange(entry)) return [null, ''];
  const proven = entry.provenBy !== null && entry.provenBy < at;
  return proven ? ['disk', 'disk'] : ['cache', 'OS cache'];
}
