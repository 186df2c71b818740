import { join } from 'node:path';
import type { Result } from '../../shared/contract/index.ts';
import { formatCount, plural } from '../../shared/words.ts';
import { decodeDurableFile } from '../engine/format/durable-mark.ts';
import { durableMarkFile } from '../engine/format/file-names.ts';
import type { FileSystem } from '../engine/fs/file-system.ts';
import type { Explained } from '../formats/log/format.ts';
import type { RecoveryReplay, Step } from './recovery-replay.ts';
import { placeOf } from './replay-place.ts';

type Evidence = Result<'recovery.step'>['evidence'];

/** What a step rests on: each check with the place of its bytes; `ok` is null where there was nothing to check. */
export async function evidenceOf(
  replay: RecoveryReplay,
  step: Step,
  explained: Explained | null,
  fileSystem: FileSystem,
): Promise<Evidence> {
  const { file, offset, length } = placeOf(replay.log, step);
  const where = length > 0 ? `${file}:${offset}–${offset + length}` : file;
  const evidence = checksum(explained, where);
  if (step.kind === 'stop' || step.kind === 'verdict') {
    evidence.push(...(await verdictEvidence(replay, fileSystem)));
  }
  if (step.kind === 'skip') {
    evidence.push({ claim: 'A change before it cannot be read', where: firstDamage(replay), ok: false });
  }
  return evidence;
}

function checksum(explained: Explained | null, where: string): Evidence {
  if (!explained || explained.crcStored === null) return [];
  const { crcStored, crcFound } = explained;
  if (crcFound === null) {
    return [{ claim: 'Checksum cannot be checked: its bytes are not all there', where, ok: null }];
  }
  const same = crcStored === crcFound;
  return [
    { claim: same ? 'Checksum matches its bytes' : 'Checksum does not match its bytes', where, ok: same },
  ];
}

async function verdictEvidence(replay: RecoveryReplay, fileSystem: FileSystem): Promise<Evidence> {
  const { log } = replay;
  const { verdict } = log;
  const evidence: Evidence = [
    {
      claim: `${plural(verdict.recordsRead, 'record')} read in order`,
      where: log.files[0]?.name ?? '',
      ok: true,
    },
  ];
  if (log.damage !== 'none') {
    const whole = verdict.recordsSalvageable;
    evidence.push({
      claim:
        whole === 0
          ? 'Nothing whole follows: it is a tail'
          : `${plural(whole, 'whole record follows', 'whole records follow')}: it is not a tail`,
      where: `behind ${firstDamage(replay)}`,
      ok: whole === 0,
    });
  }
  evidence.push(...(await durableEvidence(replay, fileSystem)));
  return evidence;
}

/** What the store itself had noted as proven, against what was read. */
async function durableEvidence(replay: RecoveryReplay, fileSystem: FileSystem): Promise<Evidence> {
  const { log } = replay;
  if (log.format !== 'walscope') {
    return [
      {
        claim: 'The format does not note what an fsync has proven',
        where: log.files[0]?.name ?? '',
        ok: null,
      },
    ];
  }
  const path = join(log.directory, durableMarkFile);
  if ((await fileSystem.stat(path)) === null) {
    return [{ claim: 'There is no durable mark', where: durableMarkFile, ok: null }];
  }
  const { mark } = decodeDurableFile(await fileSystem.readFile(path));
  if (!mark) return [{ claim: 'The durable mark cannot be read', where: durableMarkFile, ok: null }];
  const reached = lastSequenceRead(replay);
  return [
    {
      claim: `Proven up to ${formatCount(mark.seq)}, read up to ${formatCount(reached)}`,
      where: durableMarkFile,
      ok: reached >= mark.seq,
    },
  ];
}

function lastSequenceRead(replay: RecoveryReplay): number {
  const { table } = replay.log;
  for (let index = table.count - 1; index >= 0; index--) {
    const record = table.record(index);
    if (record.status === 'ok' && record.seq !== null) return record.seq;
  }
  return 0;
}

function firstDamage(replay: RecoveryReplay): string {
  const range = replay.log.verdict.damaged[0];
  return range ? `${range.file}:${range.offset}` : 'the end';
}
