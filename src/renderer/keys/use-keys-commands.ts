import type { SourceInfo } from '../../shared/contract/source.ts';
import { type Command, useCommands } from '../commands/registry.ts';
import { focusPaneOnceThere } from '../shell/panes.ts';
import { changeKeysState, chosenKeys, useKeysState } from '../stores/keys.ts';
import { canUndo, dropAll, redo, saveStaged, undo, useSourceEdits } from '../stores/staged.ts';
import { plural } from '../ui/format.ts';
import { copyKeys, copyLines, copyValue } from './copy.ts';
import { stageDelete } from './key-actions.ts';
import type { OpenDialog } from './keys-dialogs.tsx';
import { filterId } from './keys-toolbar.tsx';

interface KeysCommands {
  source: SourceInfo;
  writable: boolean;
  openDialog(dialog: OpenDialog): void;
}

/** What can be done in the Keys view with the whole of it and with the chosen keys. */
export function useKeysCommands({ source, writable, openDialog }: KeysCommands): void {
  const { cursor, selected } = useKeysState(source.id);
  const chosen = Math.max(selected.size, cursor ? 1 : 0);
  useCommands([
    ...stagedCommands(source.id, useSourceEdits(source.id), writable),
    ...chosenCommands({ source: source.id, chosen, writable, openDialog }),
    ...viewCommands({ source, writable, openDialog }),
  ]);
}

function stagedCommands(
  source: string,
  edits: ReturnType<typeof useSourceEdits>,
  writable: boolean,
): Command[] {
  const count = edits.changes.length;
  return [
    {
      id: 'staged.save',
      title: count === 0 ? 'Save staged changes' : `Save ${plural(count, 'staged change')} as one batch`,
      group: 'Change',
      icon: 'save',
      keys: ['Mod+S'],
      when: writable && count > 0 && !edits.saving,
      run: () => saveStaged(source),
    },
    {
      id: 'staged.undo',
      title:
        edits.past.length === 0 && edits.afterSave.length > 0
          ? 'Stage the values from before the last save'
          : 'Undo the last change',
      group: 'Change',
      icon: 'undo',
      keys: ['Mod+Z'],
      when: writable && canUndo(edits),
      run: () => undo(source),
    },
    {
      id: 'staged.redo',
      title: 'Redo',
      group: 'Change',
      icon: 'redo',
      keys: ['Mod+Shift+Z', 'Mod+Y'],
      when: edits.future.length > 0,
      run: () => redo(source),
    },
    {
      id: 'staged.drop',
      title: 'Drop staged changes',
      group: 'Change',
      icon: 'trash',
      keys: ['Mod+Shift+Backspace'],
      when: count > 0,
      run: () => dropAll(source),
    },
  ];
}

interface Chosen {
  source: string;
  chosen: number;
  writable: boolean;
  openDialog(dialog: OpenDialog): void;
}

function chosenCommands({ source, chosen, writable, openDialog }: Chosen): Command[] {
  const several = chosen > 1;
  return [
    {
      id: 'keys.edit',
      title: 'Edit the value',
      group: 'Keys',
      icon: 'edit',
      keys: ['E'],
      when: writable && chosen === 1,
      run: () => focusPaneOnceThere('editor'),
    },
    {
      id: 'keys.delete',
      title: several ? `Delete ${plural(chosen, 'key')}` : 'Delete the key',
      group: 'Keys',
      icon: 'trash',
      keys: ['Backspace', 'Delete'],
      when: writable && chosen > 0,
      run: () => stageDelete(source),
    },
    {
      id: 'keys.copyKey',
      title: several ? `Copy ${plural(chosen, 'key')}` : 'Copy the key',
      group: 'Keys',
      icon: 'copy',
      when: chosen > 0,
      run: () => copyKeys(source),
    },
    {
      id: 'keys.copyValue',
      title: 'Copy the value',
      group: 'Keys',
      icon: 'copy',
      when: chosen === 1,
      run: () => {
        const [key] = chosenKeys(source);
        return key && copyValue(source, key);
      },
    },
    {
      id: 'keys.copyLines',
      title: 'Copy as JSON Lines',
      group: 'Keys',
      icon: 'copy',
      when: chosen > 0,
      run: () => copyLines(source),
    },
    {
      id: 'keys.exportSelected',
      title: several ? `Export ${plural(chosen, 'key')}…` : 'Export the key…',
      group: 'Keys',
      icon: 'share',
      when: chosen > 0,
      run: () => openDialog({ kind: 'export', keys: chosenKeys(source) }),
    },
  ];
}

function viewCommands({ source, writable, openDialog }: KeysCommands): Command[] {
  return [
    {
      id: 'keys.add',
      title: 'Add key',
      group: 'Keys',
      icon: 'plus',
      keys: ['N'],
      when: writable,
      run: () => changeKeysState(source.id, { adding: true }),
    },
    {
      id: 'keys.filter',
      title: 'Filter keys',
      group: 'Keys',
      icon: 'search',
      keys: ['/', 'Mod+F'],
      run: () => document.getElementById(filterId)?.focus(),
    },
    {
      id: 'keys.import',
      title: 'Import…',
      group: 'Directory',
      icon: 'drop',
      when: writable,
      run: () => openDialog({ kind: 'import' }),
    },
    {
      id: 'keys.exportAll',
      title: 'Export all keys…',
      group: 'Directory',
      icon: 'share',
      run: () => openDialog({ kind: 'export', keys: null }),
    },
    {
      id: 'directory.convert',
      title: 'Convert into another directory…',
      group: 'Directory',
      icon: 'convert',
      when: source.capabilities.includes('convert'),
      run: () => openDialog({ kind: 'convert', salvage: source.verdict.damage === 'corrupt' }),
    },
  ];
}
