import { useEffect, useRef } from 'react';
import { runCommand } from '../commands/registry.ts';
import { useAppInfo } from '../stores/app-info.ts';
import { activate, type Tab, useSession } from '../stores/session.ts';
import { toggleTheme } from '../stores/settings.ts';
import { useStaged } from '../stores/staged.ts';
import { Button, IconButton } from '../ui/button.tsx';
import { plural } from '../ui/format.ts';
import { Glyph } from '../ui/glyph.tsx';
import { Icon } from '../ui/icon.tsx';
import { askToClose } from './close-question.tsx';
import { closedByMiddleButton } from './middle-button.ts';
import { WindowTab } from './window-tab.tsx';

export function TabBar() {
  const tabs = useSession((state) => state.tabs);
  const active = useSession((state) => state.active);
  const welcome = useSession((state) => state.welcome);
  const info = useAppInfo((state) => state.info);
  const list = useRef<HTMLDivElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another tab is in front, or there is a new one
  useEffect(() => {
    list.current
      ?.querySelector('[role="tab"][aria-selected="true"]')
      ?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }, [active, welcome, tabs.length]);
  const focusTab = (id: string) => {
    activate(id);
    list.current?.querySelector<HTMLElement>(`[data-tab="${CSS.escape(id)}"]`)?.focus();
  };
  return (
    <header
      className="tabbar"
      data-pane="tabs"
      data-inset={info?.host === 'electron' && info.platform === 'mac' ? 'true' : undefined}
    >
      <div className="mark">
        <Icon name="logo" />
      </div>
      <div
        className="tablist"
        role="tablist"
        aria-label="Open directories"
        ref={list}
        onWheel={(event) => {
          // A wheel turns one way: more tabs than there is room for are passed by it.
          event.currentTarget.scrollLeft += event.deltaX || event.deltaY;
        }}
      >
        {tabs.map((tab, index) => (
          <DirectoryTab
            key={tab.id}
            tab={tab}
            on={tab.id === active}
            first={index === 0 && active === null}
            onStep={(by) => focusTab((tabs[(index + by + tabs.length) % tabs.length] as Tab).id)}
          />
        ))}
        {active === null && (
          <WindowTab onStep={(by) => tabs.length > 0 && focusTab((by > 0 ? tabs[0] : tabs.at(-1))!.id)} />
        )}
      </div>
      {(active !== null || welcome !== 'welcome') && (
        <div className="end">
          <IconButton icon="plus" label="Open a directory" onClick={() => activate(null)} />
        </div>
      )}
      <div className="end">
        <Button kind="ghost" icon="search" keys="Mod+K" onClick={() => runCommand('window.palette')}>
          Commands
        </Button>
        <IconButton icon="theme" label="Light or dark" onClick={toggleTheme} />
      </div>
    </header>
  );
}

interface DirectoryTabProps {
  tab: Tab;
  on: boolean;
  first: boolean;
  onStep(by: number): void;
}

function DirectoryTab({ tab, on, first, onStep }: DirectoryTabProps) {
  const staged = useStaged((state) => state.sources[tab.id]?.changes.length ?? 0);
  const { name, path, readOnlyReason } = tab.info;
  return (
    <div
      className={`tab ${on ? 'on' : ''}`}
      role="tab"
      aria-selected={on}
      tabIndex={on || first ? 0 : -1}
      data-tab={tab.id}
      title={readOnlyReason ? `${path}\n${readOnlyReason}` : path}
      onClick={() => activate(tab.id)}
      {...closedByMiddleButton(() => askToClose(tab.id))}
      onKeyDown={(event) => {
        if (event.key === 'Enter' || event.key === ' ') activate(tab.id);
        else if (event.key === 'ArrowRight') onStep(1);
        else if (event.key === 'ArrowLeft') onStep(-1);
        else if (event.key === 'Delete' || event.key === 'Backspace') askToClose(tab.id);
        else return;
        event.preventDefault();
      }}
    >
      <TabMark tab={tab} />
      <span className="cut grow">{name}</span>
      {staged > 0 && (
        <span className="n" title={`${plural(staged, 'staged change')}`}>
          {staged}
        </span>
      )}
      <button
        type="button"
        className="x"
        tabIndex={-1}
        aria-label={`Close ${name}`}
        onClick={(event) => {
          event.stopPropagation();
          askToClose(tab.id);
        }}
      >
        <Icon name="close" />
      </button>
    </div>
  );
}

function TabMark({ tab }: { tab: Tab }) {
  const { damage } = tab.info.verdict;
  if (damage === 'corrupt') return <Glyph name="damaged" label="damaged" />;
  if (damage === 'torn-tail') return <Glyph name="torn" label="torn tail" />;
  if (!tab.info.readOnly) return null;
  return (
    <span role="img" aria-label="read-only">
      <Icon name="lock" />
    </span>
  );
}
