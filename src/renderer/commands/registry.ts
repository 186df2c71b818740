import { useEffect, useRef } from 'react';
import type { IconName } from '../ui/icon.tsx';

/** Order of the groups in the palette and in the help. */
export const commandGroups = [
  'Change',
  'Keys',
  'Directory',
  'Timeline',
  'Crash',
  'Recovery',
  'Crash lab',
  'Go to',
  'Window',
] as const;
export type CommandGroup = (typeof commandGroups)[number];

/** One thing that a person can do. Menu, palette, tooltips, help and the keyboard are all made of these. */
export interface Command {
  /** Stable: the application menu and tests name it. */
  id: string;
  title: string;
  group: CommandGroup;
  icon?: IconName;
  /** Shortcuts (see shortcut.ts); the first one is shown. */
  keys?: readonly string[];
  /** Absent or true: it can be done now. */
  when?: boolean;
  run(): unknown;
}

type Provider = () => readonly Command[];
const providers = new Set<Provider>();

/** Adds commands for as long as the returned function has not been called. Of two with one id the later one counts. */
export function provideCommands(provider: Provider): () => void {
  providers.add(provider);
  return () => providers.delete(provider);
}

/** Adds the commands of a component while it is mounted, always as it last rendered them. */
export function useCommands(commands: readonly Command[]): void {
  const latest = useRef(commands);
  useEffect(() => {
    latest.current = commands;
  });
  useEffect(() => provideCommands(() => latest.current), []);
}

export function allCommands(): Command[] {
  const byId = new Map<string, Command>();
  for (const provider of providers) for (const command of provider()) byId.set(command.id, command);
  return [...byId.values()];
}

export function availableCommands(): Command[] {
  return allCommands().filter((command) => command.when !== false);
}

export function findCommand(id: string): Command | undefined {
  return allCommands().find((command) => command.id === id);
}

/** Runs a command by its id if it is there and can be done now. */
export function runCommand(id: string): boolean {
  const command = findCommand(id);
  if (!command || command.when === false) return false;
  command.run();
  return true;
}
