import { useEffect, useRef, useState } from 'react';
import type { SourceInfo } from '../../shared/contract/source.ts';
import { changeKeysState, type FilterMode, useKeysState } from '../stores/keys.ts';
import { Button, IconButton } from '../ui/button.tsx';
import { Icon } from '../ui/icon.tsx';
import { Keys } from '../ui/keys.tsx';
import { Menu, type MenuEntry } from '../ui/menu.tsx';
import { Popover } from '../ui/popover.tsx';
import { ColumnsChoice } from './columns-choice.tsx';

/** Pause after the last letter before the keys are filtered. */
const filterAfterMs = 120;
export const filterId = 'keys-filter';

const modes: readonly { value: FilterMode; title: string; hint: string }[] = [
  { value: 'prefix', title: 'Prefix', hint: 'Keys that begin with, as user:10' },
  { value: 'substring', title: 'Substring', hint: 'Keys that contain' },
  { value: 'glob', title: 'Glob', hint: 'Keys that match, as user:*:[ab]?' },
];

interface KeysToolbarProps {
  source: SourceInfo;
  writable: boolean;
  more: readonly MenuEntry[];
  /** Set where the tree has no place beside the table. */
  tree?: React.ReactNode;
}

export function KeysToolbar({ source, writable, more, tree }: KeysToolbarProps) {
  return (
    <div className="toolbar" role="toolbar" aria-label="Keys" data-pane="toolbar">
      {tree && (
        <Popover
          label="Key tree"
          trigger={
            <button type="button" className="btn ghost ico" aria-label="Show the key tree">
              <Icon name="tree" />
            </button>
          }
        >
          <div className="treepop">{tree}</div>
        </Popover>
      )}
      <Filter source={source.id} />
      <span className="grow" />
      <Popover
        label="Columns"
        align="end"
        trigger={
          <button type="button" className="btn ghost">
            <Icon name="columns" />
            Columns
          </button>
        }
      >
        <ColumnsChoice />
      </Popover>
      <Menu
        label="More"
        align="end"
        entries={more}
        trigger={
          <button type="button" className="btn ghost ico" aria-label="More">
            <Icon name="more" />
          </button>
        }
      />
      {writable && (
        <Button icon="plus" onClick={() => changeKeysState(source.id, { adding: true })}>
          Add key
        </Button>
      )}
    </div>
  );
}

function Filter({ source }: { source: string }) {
  const { mode, text, under } = useKeysState(source);
  const [typed, setTyped] = useState(text);
  const sent = useRef(text);
  useEffect(() => {
    if (typed === sent.current) return;
    const timer = setTimeout(() => {
      sent.current = typed;
      changeKeysState(source, { text: typed });
    }, filterAfterMs);
    return () => clearTimeout(timer);
  }, [source, typed]);
  useEffect(() => {
    if (text === sent.current) return;
    sent.current = text;
    setTyped(text);
  }, [text]);
  const clear = () => {
    sent.current = '';
    setTyped('');
    changeKeysState(source, { text: '' });
  };
  return (
    <div className="field filter">
      <Icon name="search" />
      <input
        id={filterId}
        type="search"
        aria-label="Filter keys"
        placeholder={modes.find((each) => each.value === mode)?.hint}
        spellCheck={false}
        autoComplete="off"
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Escape' || typed === '') return;
          event.preventDefault();
          event.stopPropagation();
          clear();
        }}
      />
      {under && (
        <IconButton
          icon="tree"
          label="Look in all keys, not only below the chosen prefix"
          onClick={() => changeKeysState(source, { under: null })}
        />
      )}
      {typed !== '' && <IconButton icon="close" label="Clear the filter" onClick={clear} />}
      <select
        aria-label="Filter mode"
        value={mode}
        onChange={(event) => changeKeysState(source, { mode: event.target.value as FilterMode })}
      >
        {modes.map((each) => (
          <option key={each.value} value={each.value}>
            {each.title}
          </option>
        ))}
      </select>
      <Keys keys="/" />
    </div>
  );
}
