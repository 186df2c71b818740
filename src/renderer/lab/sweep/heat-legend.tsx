import { Glyph } from '../../ui/glyph.tsx';

export function HeatLegend() {
  return (
    <span className="legend" aria-hidden="true">
      few
      {[1, 2, 3, 4].map((level) => (
        <i key={level} style={{ background: `var(--heat-${level})` }} />
      ))}
      many states checked
      <Glyph name="never" /> violation
      <b>·</b> none tried
    </span>
  );
}
