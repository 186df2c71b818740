import { showLab } from '../lab/lab-place.ts';
import { Button } from '../ui/button.tsx';

const lineOf = { d: 'M72 .5H300M72 25.5H300M72 50.5H300M72 75.5H300', stroke: 'var(--line)' };

/** The way into the lab: for whoever is new to all this, and for whoever wants to crash something. */
export function Tour() {
  return (
    <aside className="tour" aria-label="Tour">
      <h2>New to fsync?</h2>
      <p>
        Seven steps, two minutes: where a write goes, what a crash leaves of it, and what an fsync is for.
      </p>
      <Layers />
      <div className="bt">
        <Button icon="play" onClick={() => showLab('tour')}>
          Start the tour
        </Button>
        <Button icon="bolt" onClick={() => showLab('trace')}>
          Crash lab
        </Button>
      </div>
    </aside>
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
