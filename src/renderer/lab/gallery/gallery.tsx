import { type KeyboardEvent, type ReactNode, useRef } from 'react';
import './gallery.css';

export interface GalleryItem {
  id: string;
  title: string;
  note: string;
}

interface GalleryProps {
  label: string;
  items: readonly GalleryItem[];
  selected: string;
  onSelect(id: string): void;
  /** The page of the selected one. */
  children: ReactNode;
}

/** A list of pages and the one that is open. Arrow keys turn them. */
export function Gallery({ label, items, selected, onSelect, children }: GalleryProps) {
  const list = useRef<HTMLDivElement>(null);
  const onKeyDown = (event: KeyboardEvent) => {
    const at = items.findIndex(({ id }) => id === selected);
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: items.length - 1 }[event.key];
    const next = to === undefined ? undefined : items[to];
    if (next === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    onSelect(next.id);
    list.current?.querySelector<HTMLElement>(`[data-id="${CSS.escape(next.id)}"]`)?.focus();
  };
  return (
    <div className="gallery">
      <div
        className="scroll glist"
        role="tablist"
        aria-orientation="vertical"
        aria-label={label}
        data-pane="tree"
        ref={list}
        onKeyDown={onKeyDown}
      >
        {items.map(({ id, title, note }) => (
          <button
            key={id}
            type="button"
            role="tab"
            data-id={id}
            aria-selected={id === selected}
            tabIndex={id === selected ? 0 : -1}
            className={id === selected ? 'on' : ''}
            onClick={() => onSelect(id)}
          >
            <span className="cut med">{title}</span>
            <span className="cut dim fs11">{note}</span>
          </button>
        ))}
      </div>
      <article key={selected} className="scroll gpage" aria-label="Page" data-pane="content">
        {children}
      </article>
    </div>
  );
}
