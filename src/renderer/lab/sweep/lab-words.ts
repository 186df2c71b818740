import type { LabChoices } from '../../../shared/contract/sweep.ts';

/** `power-loss` → `Power loss`: for what main has no title of its own. */
export function titleOf(name: string): string {
  const words = name.replaceAll('-', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}

type NamedList = 'faults' | 'profiles' | 'invariants' | 'safeguards';

/** The title of one of the choices, or its name in words until they have been read. */
export function choiceTitle(choices: LabChoices | null, list: NamedList, name: string): string {
  return choices?.[list].find((each) => each.name === name)?.title ?? titleOf(name);
}
