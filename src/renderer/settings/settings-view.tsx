import type { Settings } from '../../shared/contract/app.ts';
import { fsyncPolicies } from '../../shared/model.ts';
import { promises } from '../shell/fsync-menu.tsx';
import { useAppInfo } from '../stores/app-info.ts';
import type { Tab } from '../stores/session.ts';
import { changeSettings, useSettings } from '../stores/settings.ts';
import { Segmented } from '../ui/segmented.tsx';
import { GarbageShare } from './garbage-share.tsx';
import { Maintenance } from './maintenance.tsx';
import { SavePoints } from './save-points.tsx';
import { Server } from './server.tsx';
import './settings.css';

const themes = [
  { value: 'system', title: 'As the system' },
  { value: 'light', title: 'Light' },
  { value: 'dark', title: 'Dark' },
] as const;
const policies = fsyncPolicies.map((value) => ({ value, title: value }));

/** Of the open directory first, then of the app. */
export function SettingsView({ tab }: { tab: Tab | null }) {
  const settings = useSettings((state) => state.settings);
  return (
    <div className="settings scroll" data-pane="content">
      <div className="col">
        <h1>Settings</h1>
        {tab && <Maintenance tab={tab} />}
        {tab?.info.capabilities.includes('server') && <Server source={tab.id} />}
        {settings && <AppSettings settings={settings} />}
        <About />
      </div>
    </div>
  );
}

function AppSettings({ settings }: { settings: Settings }) {
  return (
    <>
      <section aria-label="Appearance">
        <h2>Appearance</h2>
        <div className="line">
          <span>Theme</span>
          <Segmented
            label="Theme"
            value={settings.theme}
            choices={themes}
            onChange={(theme) => void changeSettings({ theme })}
          />
        </div>
      </section>
      <section aria-label="Directories opened from now on">
        <h2>Directories opened from now on</h2>
        <div className="line">
          <span>Fsync policy</span>
          <div>
            <Segmented
              label="Fsync policy"
              value={settings.fsync}
              choices={policies}
              onChange={(fsync) => void changeSettings({ fsync })}
            />
            <p className="dim">{promises[settings.fsync]}</p>
          </div>
        </div>
        <div className="line">
          <span>Save points</span>
          <SavePoints
            value={settings.savePoints}
            onChange={(savePoints) => void changeSettings({ savePoints })}
          />
        </div>
        <div className="line">
          <span>Compact by itself</span>
          <GarbageShare
            value={settings.garbageShare}
            onChange={(garbageShare) => void changeSettings({ garbageShare })}
          />
        </div>
      </section>
    </>
  );
}

function About() {
  const info = useAppInfo((state) => state.info);
  if (!info) return null;
  return (
    <section aria-label="About">
      <h2>About</h2>
      <dl className="about">
        <dt>Walscope</dt>
        <dd>{info.version}</dd>
        <dt>Shown in</dt>
        <dd>{info.host === 'electron' ? `Electron ${info.electron}` : 'a browser, from 127.0.0.1'}</dd>
        <dt>Node</dt>
        <dd>{info.node}</dd>
      </dl>
      <p className="dim">
        Nothing leaves this machine. Other formats are opened without a write: no lock file, no changed mtime.
      </p>
    </section>
  );
}
