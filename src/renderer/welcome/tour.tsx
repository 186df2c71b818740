import { useState } from 'react';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { openExample } from './open-dialogs.ts';

/** The example that the tour is about. */
const tourExample = 'guide-session';

const steps: readonly { title: string; text: string }[] = [
  {
    title: 'A log',
    text: 'A data directory is a log: each set and each delete is appended as a record. Nothing is changed in place, so the newest record of a key is its value.',
  },
  {
    title: 'Three layers',
    text: 'A write goes to process memory, then to the OS cache, then to the disk. Outline, hatch and solid fill stand for the three, in every view.',
  },
  {
    title: 'Acknowledged is not proven',
    text: 'A write can be answered while it is only in the OS cache. Only an fsync proves that it is on the disk. The status bar shows the gap between the two and how old it is.',
  },
  {
    title: 'The policy decides',
    text: 'With always, a write is answered after its fsync. With everysec, about a second of writes can be lost. With no, the system decides. Change it in the status bar and watch the gap.',
  },
  {
    title: 'Pull the plug',
    text: 'In the rail at the left, Pull the plug works on a copy: kill the writer, cut the power at any byte, or damage a file. The directory itself is never touched.',
  },
  {
    title: 'Watch recovery',
    text: 'Recovery reads the log from its beginning, checks every record, and stops at the first one that cannot be believed. It shows the checksum that is stored, the one that it finds, and why it stopped.',
  },
  {
    title: 'What is left',
    text: 'Before and after, key by key: kept, lost though acknowledged, lost and never promised. That middle row is the one to engineer away.',
  },
];

const lineOf = { d: 'M72 .5H300M72 25.5H300M72 50.5H300M72 75.5H300', stroke: 'var(--line)' };

/** Why there is such a thing as fsync, in a picture and a few steps. */
export function Tour() {
  const [step, setStep] = useState<number | null>(null);
  return (
    <aside className="tour" aria-label="Tour">
      <h2>New to fsync?</h2>
      <p>Seven steps, four minutes: what a log is, what a crash leaves of it, and what an fsync is for.</p>
      <Layers />
      <Button icon="play" onClick={() => setStep(0)}>
        Start the tour
      </Button>
      {step !== null && <Step at={step} onStep={setStep} />}
    </aside>
  );
}

function Step({ at, onStep }: { at: number; onStep(step: number | null): void }) {
  const step = steps[at];
  if (!step) return null;
  const last = at === steps.length - 1;
  const finish = () => {
    onStep(null);
    void openExample(tourExample);
  };
  return (
    <Dialog
      title={`${at + 1} of ${steps.length}: ${step.title}`}
      onClose={() => onStep(null)}
      footer={
        <>
          {at > 0 && <Button onClick={() => onStep(at - 1)}>Back</Button>}
          <span className="grow" />
          {last ? (
            <Button kind="primary" onClick={finish}>
              Open the example and try it
            </Button>
          ) : (
            <Button kind="primary" onClick={() => onStep(at + 1)}>
              Next
            </Button>
          )}
        </>
      }
    >
      <p>{step.text}</p>
    </Dialog>
  );
}

function Layers() {
  return (
    <svg className="mini3" viewBox="0 0 300 76" width="300" height="76" aria-hidden="true">
      <path d={lineOf.d} stroke={lineOf.stroke} />
      <text x="0" y="17">
        Memory
      </text>
      <text x="0" y="42">
        OS cache
      </text>
      <text x="0" y="67">
        Disk
      </text>
      <rect className="bm" x="88.5" y="6.5" width="47" height="13" rx="2" />
      <rect className="bc" x="136.5" y="31.5" width="79" height="13" rx="2" />
      <rect className="bd" x="216" y="56" width="78" height="14" rx="2" />
      <path className="a1" d="M136 13V31M133 27.5l3 4 3-4" />
      <path className="a2" d="M216 38V56M213 52.5l3 4 3-4" />
      <text x="142" y="21" className="s">
        write
      </text>
      <text x="222" y="46" className="s">
        fsync
      </text>
      <defs>
        <pattern id="hatch" width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(-45)">
          <path d="M0 0v5" className="pl" />
        </pattern>
      </defs>
    </svg>
  );
}
