import type { LabChoices } from '../../../../shared/contract/sweep.ts';
import { faultDescriptions, faultNames, faultsOf } from '../../../crash/lab/faults.ts';
import { invariants } from '../../../crash/lab/invariants/invariants.ts';
import { mutantPages } from '../../../crash/lab/mutants/mutants.ts';
import { profiles } from '../../../crash/lab/profiles/profiles.ts';
import { workloadNames } from '../../../crash/lab/workloads.ts';

/** All that a sweep can be told, with a word or two for each. */
export function labChoices(): LabChoices {
  const usual = new Set(faultsOf([]));
  return {
    workloads: [...workloadNames],
    faults: faultNames.map((name) => ({
      name,
      title: titleOf(name),
      text: sentence(faultDescriptions[name]),
      optional: !usual.has(name),
    })),
    profiles: profiles.map(({ name, title, summary }) => ({ name, title, text: summary })),
    invariants: invariants.map(({ name, rule }) => ({ name, title: titleOf(name), text: rule })),
    safeguards: mutantPages.map(
      ({ id, kind, title, removes, purpose, workloads, faults, fsync, redundant }) => ({
        name: id,
        kind,
        title,
        text: removes,
        purpose,
        workloads: [...workloads],
        faults: [...faults],
        fsync,
        unnoticed: redundant?.reason ?? null,
        together: [...(redundant?.without ?? [])],
      }),
    ),
  };
}

/** `power-loss` → `Power loss`. */
const titleOf = (name: string): string => capitalised(name.replaceAll('-', ' '));

const sentence = (text: string): string => `${capitalised(text)}.`;

const capitalised = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
