import { open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { toBase64 } from '../../../shared/bytes.ts';
import type { FormatId } from '../../../shared/model.ts';
import { nodeFileSystem } from '../../engine/fs/node-file-system.ts';
import type { Format } from '../../formats/log/format.ts';
import type { Log } from '../../formats/log/log.ts';
import type { DamagePlace } from '../../formats/repair/damage-places.ts';
import type { Choice } from '../../formats/repair/repaired-log.ts';
import type { SkippedKey } from '../transfer/convert.ts';
import type { DirectoryDigest } from './directory-digest.ts';
import type { KeyChanges } from './key-changes.ts';

/** What was found, what was chosen, what came of it: for whoever asks later. Keys are base64. */
export function repairReport(done: {
  repair: { log: Log; format: Format; places: readonly DamagePlace[] };
  choices: readonly Choice[];
  changes: KeyChanges;
  digest: DirectoryDigest;
  result: Log;
  to: FormatId;
  target: string;
  keys: number;
  skipped: readonly SkippedKey[];
}): object {
  const { repair, choices, changes, digest, result, skipped } = done;
  const { kept, regained, changed, dropped, named } = changes;
  return {
    source: {
      directory: repair.log.directory,
      format: repair.format.id,
      found: repair.log.verdict.sentence,
      sha256: digest,
      unchanged: true,
    },
    places: repair.places.map((place, at) => {
      const { file, offset, length, reason } = place;
      return { file, offset, length, reason, choice: choiceText(place, choices[at]!) };
    }),
    keys: {
      kept,
      regained,
      changed,
      dropped,
      changes: named.map(({ kind, db, key, type }) => ({ change: kind, db, key: toBase64(key), type })),
    },
    result: {
      directory: done.target,
      format: done.to,
      keys: done.keys,
      skipped: skipped.map(({ key, db, reason }) => ({ key: toBase64(key), db, reason })),
      found: result.verdict.sentence,
    },
  };
}

function choiceText({ readings }: DamagePlace, choice: Choice): string {
  if (choice === 'cut') return 'cut here';
  if (choice === 'skip') return 'skipped';
  return `kept as ${readings[choice.reading]?.words ?? 'it stands'}`;
}

/** Whole or not at all. */
export async function writeReport(file: string, report: object): Promise<void> {
  const temporary = `${file}.tmp`;
  try {
    const handle = await open(temporary, 'wx');
    try {
      await handle.writeFile(`${JSON.stringify(report, null, 2)}\n`);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(temporary, file);
    await nodeFileSystem.syncDirectory(dirname(file));
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}
