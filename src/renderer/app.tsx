import { lazy, Suspense, useEffect, useState } from 'react';
import { listenToShortcuts } from './commands/keyboard.ts';
import { runCommand } from './commands/registry.ts';
import { KeysView } from './keys/keys-view.tsx';
import { listenToAddress, openGivenAddress, openGivenPath } from './lab/replay/open-given.ts';
import { SettingsView } from './settings/settings-view.tsx';
import { CloseQuestion } from './shell/close-question.tsx';
import { ConnectionBar } from './shell/connection-bar.tsx';
import { DropTarget } from './shell/drop-target.tsx';
import { Help } from './shell/help.tsx';
import { Palette } from './shell/palette.tsx';
import { Rail } from './shell/rail.tsx';
import { StatusBar } from './shell/status-bar.tsx';
import { TabBar } from './shell/tab-bar.tsx';
import { useWindowCommands } from './shell/window-commands.ts';
import { loadAppInfo, useAppInfo } from './stores/app-info.ts';
import { forgetClosed } from './stores/forget-closed.ts';
import { client } from './stores/host.ts';
import { listenToJobs, loadJobs } from './stores/jobs.ts';
import { listenToSources, restoreSession, type Tab, useActiveTab, useSession } from './stores/session.ts';
import { followTheme, listenToSettings, loadSettings } from './stores/settings.ts';
import { ErrorBoundary } from './ui/error-boundary.tsx';
import { ErrorSentence } from './ui/panel.tsx';
import { TooltipProvider } from './ui/tooltip.tsx';
import { DirectoryPicker } from './welcome/directory-picker.tsx';
import { Welcome } from './welcome/welcome.tsx';
import './welcome/welcome.css';
import './shell/shell.css';

const TimelineView = lazy(async () => ({
  default: (await import('./timeline/timeline-view.tsx')).TimelineView,
}));
const CrashView = lazy(async () => ({ default: (await import('./crash/crash-view.tsx')).CrashView }));
const LabView = lazy(async () => ({ default: (await import('./lab/lab-view.tsx')).LabView }));
const RecoveryView = lazy(async () => ({
  default: (await import('./recovery/recovery-view.tsx')).RecoveryView,
}));
const RepairView = lazy(async () => ({ default: (await import('./repair/repair-view.tsx')).RepairView }));

/** Loads what the window needs before anything can be shown; answers with the error if it cannot. */
function useStart(): unknown {
  const [error, setError] = useState<unknown>(null);
  useEffect(() => {
    const stops = [
      listenToSources(openGivenPath),
      listenToAddress(),
      listenToSettings(),
      listenToJobs(),
      forgetClosed(),
      followTheme(),
      listenToShortcuts(window),
      client.on('app.command', ({ command }) => {
        runCommand(command);
      }),
    ];
    Promise.all([loadAppInfo(), loadSettings(), loadJobs()])
      .then(([info]) => restoreSession(info.openAtStart, openGivenPath))
      .then(openGivenAddress)
      .catch(setError);
    return () => {
      for (const stop of stops) stop();
    };
  }, []);
  return error;
}

export function App() {
  const error = useStart();
  const tab = useActiveTab();
  const info = useAppInfo((state) => state.info);
  const title = tab?.info.name;
  useEffect(() => {
    document.title = title ? `${title} — Walscope` : 'Walscope';
  }, [title]);
  useWindowCommands();
  return (
    <TooltipProvider delayDuration={400}>
      <div className={tab ? 'app' : 'app w'}>
        <TabBar />
        {tab && <Rail tab={tab} />}
        <main className="main" data-platform={info?.platform}>
          <ConnectionBar />
          {error !== null && <ErrorSentence error={error} />}
          <ErrorBoundary key={`${tab?.id} ${tab?.view}`}>
            <Suspense fallback={null}>{tab ? <ViewOf tab={tab} /> : <WithoutTab />}</Suspense>
          </ErrorBoundary>
        </main>
        <StatusBar />
      </div>
      <Palette />
      <Help />
      <CloseQuestion />
      <DirectoryPicker />
      <DropTarget />
    </TooltipProvider>
  );
}

function WithoutTab() {
  const welcome = useSession((state) => state.welcome);
  switch (welcome) {
    case 'settings':
      return <SettingsView tab={null} />;
    case 'lab':
      return <LabView />;
    case 'welcome':
      return <Welcome />;
  }
}

function ViewOf({ tab }: { tab: Tab }) {
  switch (tab.view) {
    case 'keys':
      return <KeysView key={tab.id} source={tab.info} />;
    case 'timeline':
      return <TimelineView key={tab.id} source={tab.info} />;
    case 'crash':
      return <CrashView key={tab.id} source={tab.info} />;
    case 'recovery':
      return <RecoveryView key={tab.id} source={tab.info} />;
    case 'repair':
      return <RepairView key={tab.id} source={tab.info} />;
    case 'settings':
      return <SettingsView key={tab.id} tab={tab} />;
  }
}
