import { z } from 'zod';
import { fsyncPolicy } from '../model.ts';
import { bytes, call, index, noParams, path, sourceId } from './define.ts';
import { exhibit, playedScene, story } from './lab-gallery.ts';
import { crashOutcome } from './lab-outcome.ts';
import { replayText } from './lab-replay.ts';
import { labCrash, traceId, traceView } from './lab-trace.ts';

export * from './lab-gallery.ts';
export * from './lab-outcome.ts';
export * from './lab-replay.ts';
export * from './lab-trace.ts';

export const labEngine = z.object({
  /** As `walscope crash --engine` takes it. */
  name: z.string(),
  title: z.string(),
  kind: z.enum(['walscope', 'exhibit', 'altered', 'story']),
  /** One sentence. */
  about: z.string(),
  workloads: z.array(z.object({ name: z.string(), title: z.string() })),
});
export type LabEngine = z.infer<typeof labEngine>;

export const labCalls = {
  /** The engines that can be crashed, Walscope first. */
  'lab.engines': call(noParams, z.array(labEngine)),
  /** Runs a workload once on a recorded disk in memory. The same seed gives the same trace. */
  'lab.trace': call(
    z.object({
      engine: z.string().max(100),
      workload: z.string().max(100),
      fsync: fsyncPolicy,
      seed: z.number().int().min(0).max(0xffff_ffff),
    }),
    traceView,
  ),
  /** The same for what was last written to an open directory: its keys and sizes, with values of the lab's own. */
  'lab.traceSource': call(
    z.object({ source: sourceId, engine: z.string().max(100), fsync: fsyncPolicy }),
    traceView,
  ),
  /** For each crash point, how many answered writes are gone if the disk kept nothing but what an fsync proved. */
  'lab.atStake': call(z.object({ trace: traceId }), z.array(z.number())),
  /** Cuts the power (or ends the process) there, and lets the engine recover. */
  'lab.crash': call(labCrash, crashOutcome),
  /** What the recovery from that crash does to the disk: a trace of its own, to be crashed again. */
  'lab.insideRecovery': call(labCrash, traceView),
  /** A trace that was shown before. */
  'lab.view': call(z.object({ trace: traceId }), traceView),
  /** The bytes of a write, at most 4 KiB. */
  'lab.bytes': call(z.object({ trace: traceId, entry: index }), z.object({ bytes })),
  /** The crash as a replay file. */
  'lab.saveReplay': call(labCrash, z.object({ text: replayText, name: z.string() })),
  'lab.exhibits': call(noParams, z.array(exhibit)),
  /** Plays the smallest scene that shows what an exhibit does. */
  'lab.playExhibit': call(z.object({ engine: z.string().max(100) }), playedScene),
  'lab.stories': call(noParams, z.array(story)),
  /** Plays a story's scene: the model of then, or Walscope under the same crash. */
  'lab.playStory': call(z.object({ id: z.string().max(100), when: z.enum(['then', 'now']) }), playedScene),
  /** A replay file, by its text or by where it lies. */
  'lab.openReplay': call(z.union([z.object({ text: replayText }), z.object({ path })]), traceView),
};
