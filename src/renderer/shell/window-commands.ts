import { type Command, useCommands } from '../commands/registry.ts';
import { labSections, leaveLab, sectionTitles, showLab } from '../lab/lab-place.ts';
import { pickReplay } from '../lab/replay/pick-replay.ts';
import { activate, showView, stepTab, type Tab, useActiveTab, useSession } from '../stores/session.ts';
import { toggleTheme } from '../stores/settings.ts';
import { createDirectory, openDirectory, openFile } from '../welcome/open-dialogs.ts';
import { askToClose } from './close-question.tsx';
import { openHelp } from './help.tsx';
import { startMaintenance } from './maintenance-jobs.ts';
import { openPalette } from './palette.tsx';
import { stepPane } from './panes.ts';
import { places } from './rail.tsx';
import { canShow } from './views.ts';

/** The commands that are there whatever is shown. */
export function useWindowCommands(): void {
  const tab = useActiveTab();
  const inLab = useSession((state) => state.active === null && state.welcome === 'lab');
  const several = useSession((state) => state.tabs.length > 1);
  useCommands([
    ...viewCommands(tab),
    ...labCommands(inLab),
    ...directoryCommands(tab),
    ...tabCommands(tab, several, inLab),
    ...windowCommands(tab),
  ]);
}

function viewCommands(tab: Tab | null): Command[] {
  return places.map((place) => ({
    id: `view.${place.view}`,
    title: place.view === 'crash' ? 'Pull the plug on a copy…' : place.title,
    group: place.view === 'crash' ? 'Crash' : 'Go to',
    icon: place.icon,
    keys: place.view === 'crash' ? [place.keys, 'Mod+Shift+P'] : [place.keys],
    when: place.view === 'settings' || (tab !== null && canShow(tab, place.view)),
    run: () => showView(place.view),
  }));
}

function labCommands(inLab: boolean): Command[] {
  return [
    ...labSections.map(
      (section): Command => ({
        id: `lab.${section}`,
        title: `Crash lab: ${sectionTitles[section]}`,
        group: 'Crash lab',
        icon: 'bolt',
        run: () => showLab(section),
      }),
    ),
    {
      id: 'lab.show',
      title: 'Crash lab',
      group: 'Go to',
      icon: 'bolt',
      keys: ['Mod+5'],
      run: () => showLab(),
    },
    {
      id: 'lab.openReplay',
      title: 'Open a crash replay…',
      group: 'Crash lab',
      icon: 'folder',
      run: pickReplay,
    },
    {
      id: 'lab.leave',
      title: 'Leave the crash lab',
      group: 'Go to',
      icon: 'close',
      when: inLab,
      run: leaveLab,
    },
  ];
}

function directoryCommands(tab: Tab | null): Command[] {
  const maintained = tab?.info.capabilities.includes('maintenance') === true && !tab.status.readOnly;
  return [
    {
      id: 'directory.open',
      title: 'Open directory…',
      group: 'Directory',
      icon: 'folder',
      keys: ['Mod+O'],
      run: openDirectory,
    },
    {
      id: 'directory.openFile',
      title: 'Open file…',
      group: 'Directory',
      icon: 'file',
      run: openFile,
    },
    {
      id: 'directory.create',
      title: 'Create directory…',
      group: 'Directory',
      icon: 'plus',
      keys: ['Mod+N', 'Mod+Shift+O'],
      run: createDirectory,
    },
    {
      id: 'directory.snapshot',
      title: 'Snapshot now',
      group: 'Directory',
      icon: 'snapshot',
      when: maintained,
      run: () => tab && startMaintenance(tab.id, 'snapshot'),
    },
    {
      id: 'directory.compact',
      title: 'Compact segments',
      group: 'Directory',
      icon: 'compact',
      when: maintained,
      run: () => tab && startMaintenance(tab.id, 'compact'),
    },
    {
      id: 'directory.verify',
      title: 'Verify every CRC',
      group: 'Directory',
      icon: 'check',
      keys: ['Mod+Shift+V'],
      when: tab?.info.capabilities.includes('verify') ?? false,
      run: () => tab && startMaintenance(tab.id, 'verify'),
    },
  ];
}

function tabCommands(tab: Tab | null, several: boolean, inLab: boolean): Command[] {
  return [
    {
      id: 'directory.close',
      title: tab ? `Close ${tab.info.name}` : 'Close the directory',
      group: 'Window',
      icon: 'close',
      keys: ['Mod+W'],
      when: tab !== null,
      run: () => tab && askToClose(tab.id),
    },
    {
      id: 'tab.next',
      title: 'Next directory',
      group: 'Window',
      icon: 'right',
      keys: ['Ctrl+Tab', 'Mod+Alt+ArrowRight'],
      when: several,
      run: () => stepTab(1),
    },
    {
      id: 'tab.previous',
      title: 'Previous directory',
      group: 'Window',
      icon: 'right',
      keys: ['Ctrl+Shift+Tab', 'Mod+Alt+ArrowLeft'],
      when: several,
      run: () => stepTab(-1),
    },
    {
      id: 'tab.welcome',
      title: 'Welcome',
      group: 'Go to',
      icon: 'logo',
      when: tab !== null || inLab,
      run: () => activate(null),
    },
  ];
}

function windowCommands(tab: Tab | null): Command[] {
  return [
    {
      id: 'window.palette',
      title: 'Commands',
      group: 'Window',
      icon: 'search',
      keys: ['Mod+K'],
      run: () => openPalette(),
    },
    {
      id: 'go.key',
      title: 'Go to key…',
      group: 'Go to',
      icon: 'keys',
      keys: ['Mod+P'],
      when: tab !== null,
      run: () => openPalette('keys'),
    },
    { id: 'window.theme', title: 'Light or dark', group: 'Window', icon: 'theme', run: toggleTheme },
    {
      id: 'window.help',
      title: 'Keyboard shortcuts',
      group: 'Window',
      icon: 'help',
      keys: ['?', 'F1'],
      run: openHelp,
    },
    { id: 'window.nextPane', title: 'Next pane', group: 'Window', keys: ['F6'], run: () => stepPane(1) },
    {
      id: 'window.previousPane',
      title: 'Previous pane',
      group: 'Window',
      keys: ['Shift+F6'],
      run: () => stepPane(-1),
    },
  ];
}
