import { formatCrc } from './format.ts';
import { Glyph } from './glyph.tsx';

/** The checksum that stands in the bytes beside the one computed over them. Nothing where there is none. */
export function Checksum({ stored, found }: { stored: number | null; found: number | null }) {
  if (stored === null) return null;
  const holds = stored === found;
  return (
    <span className={`tag crc ${holds ? 'c-live' : 'c-damaged'}`}>
      <Glyph name={holds ? 'always' : 'never'} />
      <span className="mono fs11">CRC stored {formatCrc(stored)}</span>
      <span className="mono fs11">found {found === null ? '—' : formatCrc(found)}</span>
    </span>
  );
}
