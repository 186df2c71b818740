interface BitPickerProps {
  /** Null when it is not known: bits can be flipped all the same. */
  byte: number | null;
  flipped: readonly number[];
  disabled: boolean;
  onFlip(bit: number): void;
}

const bits = [7, 6, 5, 4, 3, 2, 1, 0] as const;

/** The eight bits of a byte, highest first; pressed ones will be flipped. */
export function BitPicker({ byte, flipped, disabled, onFlip }: BitPickerProps) {
  const after = byte === null ? null : flipped.reduce((value, bit) => value ^ (1 << bit), byte);
  const hex = (value: number) => value.toString(16).padStart(2, '0');
  return (
    <>
      <fieldset className="bits" aria-label="Bits">
        {bits.map((bit) => {
          const on = flipped.includes(bit);
          const value = byte === null ? '·' : String((byte >> bit) & 1);
          return (
            <button
              key={bit}
              type="button"
              aria-pressed={on}
              aria-label={`Bit ${bit}${byte === null ? '' : `, is ${value}`}`}
              className={on ? 'bit on' : 'bit'}
              disabled={disabled}
              onClick={() => onFlip(bit)}
            >
              {on && byte !== null ? String(1 - Number(value)) : value}
            </button>
          );
        })}
      </fieldset>
      {byte !== null && after !== null && (
        <span className="mono">
          {hex(byte)}
          {after !== byte && <span className="c-damaged"> → {hex(after)}</span>}
        </span>
      )}
    </>
  );
}
