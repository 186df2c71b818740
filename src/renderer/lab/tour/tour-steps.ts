import type { CrashKind, CrashOutcome, TraceView } from '../../../shared/contract/lab.ts';
import type { FsyncPolicy } from '../../../shared/model.ts';

export interface TourStep {
  title: string;
  /** What one sees. */
  text: string;
  fsync: FsyncPolicy;
  kind: CrashKind;
  /** The crash point that the step begins at. */
  at(view: TraceView): number;
  /** What is left to whoever takes the tour; the step is not done before. */
  task: { text: string; isDone(outcome: CrashOutcome): boolean; done(outcome: CrashOutcome): string } | null;
}

const askedAt = (view: TraceView, step: number) => (view.steps[step]?.askedAt ?? 0) + 1;
const answeredAt = (view: TraceView, step: number) => (view.steps[step]?.answeredAt ?? 0) + 1;

const nameGone = (outcome: CrashOutcome) => outcome.goneSteps.includes(0);

/** From a value in a variable to a crash that one has caused and understood. The trace is `first-look`. */
export const tourSteps: readonly TourStep[] = [
  {
    title: 'A write begins in memory',
    text: 'A program wants to keep name = Ada. So far the value is in its own memory: the dashed box at the top. If the program ended now, nobody would ever know.',
    fsync: 'everysec',
    kind: 'power',
    at: (view) => askedAt(view, 0),
    task: null,
  },
  {
    title: 'write() hands it over, but not to the disk',
    text: 'The program called write(), and the bytes fell one layer: into the cache of the operating system, drawn hatched. The program was told “ack”, done. The disk at the bottom has none of it yet.',
    fsync: 'everysec',
    kind: 'power',
    at: (view) => answeredAt(view, 0),
    task: null,
  },
  {
    title: 'A program that dies loses nothing now',
    text: 'Kill the program here and name = Ada is still there: the cache belongs to the system, which goes on and writes it to the disk in its own time. So far, write() looks safe.',
    fsync: 'everysec',
    kind: 'kill',
    at: (view) => answeredAt(view, 0),
    task: null,
  },
  {
    title: 'But a cache needs power',
    text: 'The same moment, and this time the power goes. The hatched bytes are gone, although the program had been told that they were written. Nothing broke: this is what write() promises, and it is less than one thinks.',
    fsync: 'everysec',
    kind: 'power',
    at: (view) => answeredAt(view, 0),
    task: null,
  },
  {
    title: 'fsync is the call that brings bytes to the disk',
    text: 'Two writes later the program calls fsync, the dotted line. It returns only when the disk has the bytes, so they fall the last layer and turn solid. Let the power go here, and both are there. That is what fsync is for.',
    fsync: 'everysec',
    kind: 'power',
    at: (view) => answeredAt(view, 2),
    task: null,
  },
  {
    title: 'Your turn: lose a write',
    text: 'After the fsync, the program writes balance = 100. Find a moment at which it has been told “ack” and the power can still take it away.',
    fsync: 'everysec',
    kind: 'power',
    at: (view) => answeredAt(view, 2),
    task: {
      text: 'Click between two calls in the picture, or press one of the numbers below it.',
      isDone: (outcome) => outcome.gone > 0,
      done: (outcome) =>
        nameGone(outcome)
          ? 'You did: an answered write is gone. The power went after its “ack” and before the fsync that would have proven it.'
          : 'You did: balance = 100 is gone. The power went after its “ack” and before the next fsync. Between these two lies every lost write there ever was.',
    },
  },
  {
    title: 'Answer after the fsync, and there is nothing to lose',
    text: 'The same program under the policy “always”: the answer waits for the fsync. Below each gap stands how many answered writes the power could take there, and it is 0 everywhere. The price is an fsync for every answer. “everysec” is the bargain between the two: at most about a second is at stake.',
    fsync: 'always',
    kind: 'power',
    at: (view) => answeredAt(view, 3),
    task: null,
  },
];
