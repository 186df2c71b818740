import type { ReactNode } from 'react';

const box = (
  <rect x="1.6" y="1.6" width="8.8" height="8.8" rx="1" fill="none" stroke="currentColor" strokeWidth="1.2" />
);
const solid = <rect x="1" y="1" width="10" height="10" rx="1.4" fill="currentColor" />;
const hatch = (
  <>
    {box}
    <path
      d="M2 5.2 5.2 2M2 8.6 8.6 2M3.4 10.6 10.6 3.4M6.8 10.6 10.6 6.8"
      stroke="currentColor"
      strokeWidth="1.1"
    />
  </>
);

/** A state is never hue alone: each has a shape of its own. */
const shapes = {
  live: solid,
  superseded: box,
  deleted: (
    <>
      {box}
      <path d="M3.6 6h4.8" stroke="currentColor" strokeWidth="1.5" />
    </>
  ),
  expired: (
    <>
      <circle cx="6" cy="6" r="4.4" fill="none" stroke="currentColor" strokeWidth="1.2" />
      <path d="M6 3.4V6l1.8 1.1" fill="none" stroke="currentColor" strokeWidth="1.2" />
    </>
  ),
  damaged: (
    <>
      <path d="M6 .8 11.6 11H.4z" fill="currentColor" />
      <path d="M6 4.4v3M6 9v.9" stroke="var(--surface)" strokeWidth="1.3" />
    </>
  ),
  torn: (
    <>
      <path d="M1 1h7.4L6.6 3.6 8.9 6 6.6 8.4 8.4 11H1z" fill="currentColor" />
      <path d="M11 1v10" stroke="currentColor" strokeWidth="1" strokeDasharray="1.6 1.6" />
    </>
  ),
  disk: solid,
  cache: hatch,
  mem: (
    <rect
      x="1.6"
      y="1.6"
      width="8.8"
      height="8.8"
      rx="1"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.2"
      strokeDasharray="2 1.5"
    />
  ),
  staged: <circle cx="6" cy="6" r="3.4" fill="currentColor" />,
  always: (
    <>
      {solid}
      <path d="M3.4 6.2 5.2 8l3.4-3.9" fill="none" stroke="var(--surface)" strokeWidth="1.4" />
    </>
  ),
  sometimes: hatch,
  never: (
    <>
      {box}
      <path d="M3.8 3.8l4.4 4.4M8.2 3.8 3.8 8.2" stroke="currentColor" strokeWidth="1.3" />
    </>
  ),
} as const satisfies Record<string, ReactNode>;

export type GlyphName = keyof typeof shapes;

/** With a `label` it is read out; without, the word stands beside it. */
export function Glyph({ name, label }: { name: GlyphName; label?: string }) {
  const className = `g g-${name}`;
  if (label === undefined) {
    return (
      <svg className={className} viewBox="0 0 12 12" aria-hidden="true">
        {shapes[name]}
      </svg>
    );
  }
  return (
    <svg className={className} viewBox="0 0 12 12" role="img" aria-label={label}>
      {shapes[name]}
    </svg>
  );
}
