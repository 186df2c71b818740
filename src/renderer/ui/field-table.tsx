import type { Field } from '../../shared/contract/keys.ts';
import { formatCount } from './format.ts';
import { Glyph } from './glyph.tsx';
import './field-table.css';

interface FieldTableProps {
  label: string;
  fields: readonly Field[];
  selected: number | null;
  hovered: number | null;
  onSelect(index: number): void;
  onHover(index: number | null): void;
  /** Without offsets, lengths and header, for narrow panes. */
  narrow?: boolean;
}

/** The fields of a record or a frame beside their bytes: choosing or pointing at one marks the other. */
export function FieldTable({ label, fields, selected, hovered, onSelect, onHover, narrow }: FieldTableProps) {
  return (
    <table className={narrow ? 'fields narrow' : 'fields'} aria-label={label}>
      {!narrow && (
        <thead>
          <tr>
            <th className="r">At</th>
            <th className="r">B</th>
            <th>Field</th>
            <th>Value</th>
            <th>
              <span className="unseen">Meaning</span>
            </th>
          </tr>
        </thead>
      )}
      <tbody>
        {fields.map((field, index) => (
          <tr
            key={`${field.name} ${field.offset}`}
            className={index === selected ? 'on' : index === hovered ? 'lk' : ''}
            onMouseEnter={() => onHover(index)}
            onMouseLeave={() => onHover(null)}
          >
            {!narrow && <td className="mono dim r">+{field.offset}</td>}
            {!narrow && <td className="num r">{formatCount(field.length)}</td>}
            {narrow && (
              <td>
                <Check ok={field.ok} />
              </td>
            )}
            <td className="med">
              <button type="button" aria-pressed={index === selected} onClick={() => onSelect(index)}>
                {field.name}
              </button>
            </td>
            <td className="mono cut" title={field.value}>
              {field.value}
            </td>
            <td className={field.ok === false ? 'c-damaged' : 'dim'} title={field.meaning}>
              <span className="meaning">
                {!narrow && <Check ok={field.ok} />}
                <span className="cut">{field.meaning}</span>
              </span>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Check({ ok }: { ok: boolean | null }) {
  if (ok === null) return null;
  return <Glyph name={ok ? 'always' : 'never'} label={ok ? 'holds' : 'does not hold'} />;
}
