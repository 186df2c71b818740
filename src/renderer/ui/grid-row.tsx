import type { ReactNode } from 'react';

interface GridRowProps {
  id: string;
  /** 0-based. */
  position: number;
  selected: boolean;
  className: string;
  children: ReactNode;
  onSelect?: () => void;
  onHover?: (over: boolean) => void;
}

/** A row of a grid whose rows come and go. The grid has the focus, listens to the keys and names its active row. */
export function GridRow({ id, position, selected, className, children, onSelect, onHover }: GridRowProps) {
  return (
    // biome-ignore lint/a11y/useFocusableInteractive: the grid has the focus
    // biome-ignore lint/a11y/useSemanticElements: a table cannot leave out the rows that are not in sight
    // biome-ignore lint/a11y/useKeyWithClickEvents: the grid listens to the keys
    <div
      id={id}
      role="row"
      aria-rowindex={position + 1}
      aria-selected={selected}
      className={className}
      onClick={onSelect}
      onMouseEnter={() => onHover?.(true)}
      onMouseLeave={() => onHover?.(false)}
    >
      {children}
    </div>
  );
}

export function GridCell({ kind, title, children }: { kind?: string; title?: string; children?: ReactNode }) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: as for its row
    // biome-ignore lint/a11y/useFocusableInteractive: the grid has the focus
    <span className={kind} title={title} role="gridcell">
      {children}
    </span>
  );
}
