import { memo } from 'react';
import { type HexRange, type HexShape, hexCharacter, noRange } from './hex-layout.ts';

interface HexRowProps {
  row: number;
  bytes: Uint8Array;
  baseOffset: number;
  shape: HexShape;
  ranges: readonly HexRange[];
  owner: Uint16Array;
  /** Id of the range that is chosen, and of the one under the pointer. */
  selected: number | null;
  hovered: number | null;
  /** Byte that the keyboard is on, -1 = none in this row. */
  cursor: number;
  showText: boolean;
}

const shadeClass = {
  even: 'f0',
  odd: 'f1',
  ok: 'ok',
  bad: 'bad',
  zero: 'z',
  gone: 'gone',
  plain: '',
} as const;

/** One line of a hex view: address, bytes, characters. Every byte is an element, so that it can be pointed at. */
export const HexRow = memo(function HexRow(props: HexRowProps) {
  const { row, bytes, baseOffset, shape, showText } = props;
  const start = row * shape.bytesPerRow - shape.lead;
  const cells = Array.from({ length: shape.bytesPerRow }, (_, column) => start + column);
  const inside = (index: number) => index >= 0 && index < bytes.length;
  const half = shape.bytesPerRow / 2;
  return (
    <div className="hex-row">
      <span className="o">{(baseOffset + start).toString(16).padStart(8, '0')}</span>
      {'  '}
      {cells.map((index, column) => {
        const gap = column === shape.bytesPerRow - 1 ? '' : column === half - 1 ? '  ' : ' ';
        if (!inside(index)) return `  ${gap}`;
        const joined = gap !== '' && inside(index + 1) && props.owner[index] === props.owner[index + 1];
        const text = (bytes[index] as number).toString(16).padStart(2, '0');
        return (
          <Cell
            key={index}
            {...props}
            index={index}
            text={joined ? text + gap : text}
            after={joined ? '' : gap}
          />
        );
      })}
      {showText && (
        <>
          {'  '}
          <span className="a">
            {cells.map((index) =>
              inside(index) ? (
                <Cell
                  key={index}
                  {...props}
                  index={index}
                  text={hexCharacter(bytes[index] as number)}
                  after=""
                />
              ) : (
                ' '
              ),
            )}
          </span>
        </>
      )}
    </div>
  );
});

interface CellProps extends HexRowProps {
  index: number;
  text: string;
  after: string;
}

function Cell({ index, text, after, owner, ranges, selected, hovered, cursor }: CellProps) {
  const at = owner[index] ?? noRange;
  const range = at === noRange ? null : ranges[at];
  const classes = [
    range ? shadeClass[range.shade] : '',
    range && range.id === selected ? 'fs' : '',
    range && range.id === hovered ? 'lk' : '',
    index === cursor ? 'cur' : '',
  ];
  return (
    <>
      <b className={classes.filter(Boolean).join(' ')} data-at={index}>
        {text}
      </b>
      {after}
    </>
  );
}
