import { type RecordState, recordStates } from '../../shared/model.ts';

/** The tokens that canvases need, read from the style sheet so that both themes come from one place. */
export interface CanvasTheme {
  states: Record<RecordState, { fill: string; background: string }>;
  surface: string;
  surface2: string;
  surface3: string;
  line: string;
  line2: string;
  lineControl: string;
  text: string;
  text2: string;
  text3: string;
  accent: string;
  onAccent: string;
  cacheText: string;
  cacheBackground: string;
  diskText: string;
  /** A promise that is not kept. */
  never: { fill: string; background: string };
  /** How much was checked, from nothing to most. */
  heat: readonly string[];
  uiFont: string;
  monoFont: string;
}

export function readCanvasTheme(): CanvasTheme {
  const style = getComputedStyle(document.documentElement);
  const token = (name: string) => style.getPropertyValue(name).trim();
  const states = Object.fromEntries(
    recordStates.map((state) => [
      state,
      { fill: token(`--${state}-fill`), background: token(`--${state}-bg`) },
    ]),
  ) as CanvasTheme['states'];
  return {
    states,
    surface: token('--surface'),
    surface2: token('--surface-2'),
    surface3: token('--surface-3'),
    line: token('--line'),
    line2: token('--line-2'),
    lineControl: token('--line-control'),
    text: token('--text'),
    text2: token('--text-2'),
    text3: token('--text-3'),
    accent: token('--accent'),
    onAccent: token('--on-accent'),
    cacheText: token('--cache-fg'),
    cacheBackground: token('--cache-bg'),
    diskText: token('--disk-fg'),
    never: { fill: token('--never-fill'), background: token('--never-bg') },
    heat: [0, 1, 2, 3, 4].map((level) => token(`--heat-${level}`)),
    uiFont: token('--font-ui'),
    monoFont: token('--font-mono'),
  };
}

/** Calls back whenever the theme may have changed; returns how to stop. */
export function onThemeChange(listener: () => void): () => void {
  const observer = new MutationObserver(listener);
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme', 'class'] });
  const media = matchMedia('(prefers-color-scheme: dark)');
  media.addEventListener('change', listener);
  return () => {
    observer.disconnect();
    media.removeEventListener('change', listener);
  };
}
