import type { Handlers } from '../../../shared/contract/index.ts';
import type { RepairPlace, repairCalls } from '../../../shared/contract/repair.ts';
import type { DamagePlace } from '../../formats/repair/damage-places.ts';
import { usualChoice } from '../../formats/repair/repaired-log.ts';
import type { RepairJobs } from '../jobs/repair-jobs.ts';
import type { SourceRegistry } from '../sources/source-registry.ts';

export function repairHandlers(options: {
  sources: SourceRegistry;
  repairs: RepairJobs;
}): Pick<Handlers, keyof typeof repairCalls> {
  const { sources, repairs } = options;
  return {
    'repair.places': async ({ source }) => {
      const { places, log } = await repairs.of(sources.get(source));
      return {
        places: places.map(placeOf),
        total: log.verdict.damaged.length,
      };
    },
    'repair.preview': ({ source, choices }) => repairs.preview(sources.get(source), choices),
    'repair.start': async ({ source, ...request }) => ({
      job: await repairs.start(sources.get(source), request),
    }),
  };
}

function placeOf(place: DamagePlace): RepairPlace {
  const { file, offset, length, reason, kind, index, wholeBehind, readings } = place;
  return {
    file,
    offset,
    length,
    reason,
    kind,
    choosable: index !== null,
    wholeBehind,
    readings: readings.map(({ words, proof, splice }) => ({
      words,
      proof,
      offset: splice.offset,
      remove: splice.remove,
      insert: splice.insert,
    })),
    usual: usualChoice(place),
  };
}
