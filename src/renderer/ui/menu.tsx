import { ContextMenu, DropdownMenu } from 'radix-ui';
import type { ReactElement } from 'react';
import { Icon, type IconName } from './icon.tsx';
import { Keys } from './keys.tsx';

export interface MenuItem {
  id: string;
  title: string;
  icon?: IconName;
  keys?: string | undefined;
  disabled?: boolean;
  /** Set for a choice among others: drawn with a tick when true. */
  checked?: boolean;
  /** More words below the title. */
  note?: string;
  run(): void;
}
export type MenuEntry = MenuItem | { id: string; label: string } | { id: string; line: true };

type Parts = typeof DropdownMenu | typeof ContextMenu;

function Entries({ parts, entries }: { parts: Parts; entries: readonly MenuEntry[] }) {
  return entries.map((entry) => {
    if ('line' in entry) return <parts.Separator key={entry.id} className="line" />;
    if ('label' in entry) {
      return (
        <parts.Label key={entry.id} className="label">
          {entry.label}
        </parts.Label>
      );
    }
    const content = <ItemContent item={entry} />;
    if (entry.checked !== undefined) {
      return (
        <parts.CheckboxItem
          key={entry.id}
          className="item"
          checked={entry.checked}
          disabled={entry.disabled ?? false}
          onSelect={entry.run}
        >
          {content}
        </parts.CheckboxItem>
      );
    }
    return (
      <parts.Item key={entry.id} className="item" disabled={entry.disabled ?? false} onSelect={entry.run}>
        {content}
      </parts.Item>
    );
  });
}

function ItemContent({ item }: { item: MenuItem }) {
  const icon = item.checked ? 'check' : item.icon;
  return (
    <>
      {(icon || item.checked !== undefined) &&
        (icon ? <Icon name={icon} /> : <span className="i" style={{ width: 16 }} />)}
      <span className="cut">
        {item.title}
        {item.note && <div className="dim fs11">{item.note}</div>}
      </span>
      {item.keys && <Keys keys={item.keys} />}
    </>
  );
}

interface MenuProps {
  trigger: ReactElement;
  label: string;
  entries: readonly MenuEntry[];
  align?: 'start' | 'end';
  open?: boolean;
  onOpenChange?: (open: boolean) => void;
}

/** Not modal: a modal menu of this library would write a style element, which the content policy forbids. */
export function Menu({ trigger, label, entries, align = 'start', open, onOpenChange }: MenuProps) {
  return (
    <DropdownMenu.Root modal={false} open={open} onOpenChange={onOpenChange}>
      <DropdownMenu.Trigger asChild>{trigger}</DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content
          className="menu"
          aria-label={label}
          align={align}
          sideOffset={4}
          collisionPadding={8}
        >
          <Entries parts={DropdownMenu} entries={entries} />
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}

/** The same entries on the secondary button or the menu key. */
export function ContextualMenu({
  trigger,
  label,
  entries,
}: {
  trigger: ReactElement;
  label: string;
  entries: readonly MenuEntry[];
}) {
  return (
    <ContextMenu.Root modal={false}>
      <ContextMenu.Trigger asChild>{trigger}</ContextMenu.Trigger>
      <ContextMenu.Portal>
        <ContextMenu.Content className="menu" aria-label={label} collisionPadding={8}>
          <Entries parts={ContextMenu} entries={entries} />
        </ContextMenu.Content>
      </ContextMenu.Portal>
    </ContextMenu.Root>
  );
}
