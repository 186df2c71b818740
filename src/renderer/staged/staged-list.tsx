import { chooseKey } from '../stores/keys.ts';
import { useSession } from '../stores/session.ts';
import type { Staged } from '../stores/staged.ts';
import { AnchoredList } from '../ui/anchored-list.tsx';
import { IconButton } from '../ui/button.tsx';
import { formatBytes } from '../ui/format.ts';
import { Glyph } from '../ui/glyph.tsx';
import { KeyText } from '../ui/key-text.tsx';

interface StagedListProps {
  changes: readonly Staged[];
  at: number;
  /** Id of the change that cannot be saved since its key changed. */
  conflict: string | null;
  /** Bytes of each change's record; null until main has answered. */
  lengths: readonly number[] | null;
  onChoose(index: number): void;
  onDrop(change: Staged): void;
}

const rowHeight = 28;

export function StagedList({ changes, at, conflict, lengths, onChoose, onDrop }: StagedListProps) {
  const source = useSession((state) => state.active);
  const choose = (index: number) => {
    onChoose(index);
    const change = changes[index];
    if (change && source) chooseKey(source, change.key);
  };
  const renderItem = (index: number) => {
    const change = changes[index];
    if (!change) return null;
    const length = lengths?.[index];
    return (
      // biome-ignore lint/a11y/useSemanticElements: a row of a grid that shows only what is in sight
      // biome-ignore lint/a11y/useFocusableInteractive: the grid has the focus and names its active row
      <div
        id={`staged-${index}`}
        role="row"
        aria-selected={index === at}
        className={`sc ${index === at ? 'on' : ''}`}
        onMouseDown={() => choose(index)}
      >
        <span className="op">{change.op === 'delete' ? 'del' : 'set'}</span>
        <span className="k cut">
          <KeyText bytes={change.key} />
        </span>
        <span className="num">
          {change.id === conflict ? (
            <Glyph name="damaged" label="conflict" />
          ) : (
            length !== undefined && formatBytes(length)
          )}
        </span>
        <IconButton icon="close" label="Drop this change" className="drop" onClick={() => onDrop(change)} />
      </div>
    );
  };
  return (
    <div className="sl">
      <AnchoredList
        label="Staged changes"
        count={changes.length}
        heightOf={() => rowHeight}
        renderItem={renderItem}
        active={at}
        revealKey={changes[at]?.id}
        activeId={`staged-${at}`}
        onActivate={choose}
      />
      <div className="sn">Nothing is written until you save.</div>
    </div>
  );
}
