const maxSeed = 0x7fff_ffff;

/** The same seed gives the same sweep. */
export function SeedField({ value, onChange }: { value: number; onChange(seed: number): void }) {
  return (
    <label className="field seed">
      <span className="dim">Seed</span>
      <input
        type="number"
        aria-label="Seed"
        min={0}
        max={maxSeed}
        value={value}
        onChange={(event) => {
          if (event.target.value === '') return;
          onChange(Math.min(maxSeed, Math.max(0, Math.round(event.target.valueAsNumber))));
        }}
      />
    </label>
  );
}
