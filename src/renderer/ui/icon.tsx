/** Outlines on a 16 px grid; stroke and size come from `svg.i` in base.css. */
const outlines = {
  logo: 'M2.5 3.5h11M2.5 6.5h11M2.5 9.5h6M2.5 12.5h3M10 9.5l1.6 1.4L10 12.3l2 1.7',
  keys: 'M2.5 3.5h11M2.5 8h11M2.5 12.5h11M6 3.5v9',
  timeline: 'M1.5 8h13M3.5 5.5v5M6.5 5.5v5M9.5 3.5v9M12.5 5.5v5',
  bolt: 'M9 1.5 3.5 9H8l-1 5.5L12.5 7H8l1-5.5Z',
  plug: 'M5.5 1.5v3M10.5 1.5v3M3.5 4.5h9V7a4.5 4.5 0 0 1-9 0zM8 11.5v3',
  recovery: 'M3 8a5 5 0 1 0 1.6-3.7M3 2.5v3h3M8 5.5V8l2 1.5',
  repair:
    'M13.3 4.3a3.4 3.4 0 0 1-4.6 4.1l-4.4 4.4a1.5 1.5 0 0 1-2.1-2.1l4.4-4.4a3.4 3.4 0 0 1 4.1-4.6L8.6 3.8l.3 1.8.2.2 1.9.3z',
  settings: 'M2.5 4.5h6M11.5 4.5h2M2.5 11.5h2M7.5 11.5h6M8.5 3v3h3V3zM4.5 10v3h3v-3z',
  theme:
    'M8 10.8a2.8 2.8 0 1 0 0-5.6 2.8 2.8 0 0 0 0 5.6ZM8 1.5v1.2M8 13.3v1.2M1.5 8h1.2M13.3 8h1.2M3.4 3.4l.9.9M11.7 11.7l.9.9M12.6 3.4l-.9.9M4.3 11.7l-.9.9',
  right: 'M6 4l4 4-4 4',
  down: 'M4 6l4 4 4-4',
  sortDown: 'M8 3v10M4 9l4 4 4-4',
  sortUp: 'M8 13V3M4 7l4-4 4 4',
  close: 'M4 4l8 8M12 4l-8 8',
  search: 'M7 11.5a4.5 4.5 0 1 0 0-9 4.5 4.5 0 0 0 0 9ZM10.3 10.3l3.2 3.2',
  filter: 'M2.5 4h11M4.5 8h7M6.5 12h3',
  plus: 'M8 3v10M3 8h10',
  minus: 'M3 8h10',
  lock: 'M4 7.5h8v6H4zM5.5 7.5V5a2.5 2.5 0 0 1 5 0v2.5',
  clock: 'M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12ZM8 4.5V8l2.5 1.5',
  undo: 'M3 6.5h6.5a3.5 3.5 0 0 1 0 7H6M5.5 4 3 6.5 5.5 9',
  redo: 'M13 6.5H6.5a3.5 3.5 0 0 0 0 7H10M10.5 4 13 6.5 10.5 9',
  compact: 'M8 1.5v4M5.8 3.5 8 5.6l2.2-2.1M8 14.5v-4M5.8 12.5 8 10.4l2.2 2.1M2.5 8h11',
  snapshot: 'M2.5 4.5h11v8h-11zM8 10.5a2 2 0 1 0 0-4 2 2 0 0 0 0 4Z',
  play: 'M5 3.5v9l7-4.5z',
  pause: 'M5.5 3.5v9M10.5 3.5v9',
  stop: 'M4 4h8v8H4z',
  stepForward: 'M4 3.5v9l6-4.5zM12 3.5v9',
  stepBack: 'M12 3.5v9L6 8zM4 3.5v9',
  skipToStart: 'M13.5 3.5v9L8 8zM8 3.5v9L2.5 8z',
  skipToEnd: 'M2.5 3.5v9L8 8zM8 3.5v9L13.5 8z',
  check: 'M3 8.5l3.2 3.2L13 5',
  save: 'M8 2.5v7M5 7l3 3 3-3M3 13.5h10',
  share: 'M8 10V2M5 4.5 8 2l3 2.5M3 8.5v5h10v-5',
  drop: 'M2.5 9.5v4h11v-4M8 2v7M5 6.5 8 9.5l3-3',
  copy: 'M5.5 5.5h8v8h-8zM10.5 5.5v-3h-8v8h3',
  trash: 'M3 4.5h10M6.5 4.5v-2h3v2M4.5 4.5l.7 9h5.6l.7-9',
  tree: 'M3 3.5h4M3 3.5V12h4M3 8h4M9 3.5h4.5M9 8h4.5M9 12h4.5',
  columns: 'M2.5 3h11v10h-11zM6.5 3v10M10 3v10',
  fit: 'M2.5 8h11M4.5 6l-2 2 2 2M11.5 6l2 2-2 2',
  file: 'M9 1.5H3.5v13h9V5zM9 1.5V5h3.5',
  folder: 'M2 4.5v8h12v-7H8L6.5 4H2z',
  compare: 'M5.5 2.5v11M10.5 2.5v11M2.5 5.5h3M10.5 5.5h3M2.5 10.5h3M10.5 10.5h3',
  convert: 'M2.5 5.5h9M9 3l2.5 2.5L9 8M13.5 10.5h-9M7 8l-2.5 2.5L7 13',
  help: 'M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12ZM6.3 6.2a1.7 1.7 0 1 1 2.6 1.5c-.6.4-.9.7-.9 1.4M8 11.2v.1',
  edit: 'M3 13l.6-2.6 7.3-7.3 2 2-7.3 7.3zM9.6 4.4l2 2',
  more: 'M3.5 8h.1M8 8h.1M12.5 8h.1',
  up: 'M8 13V3M4 7l4-4 4 4',
} as const;

export type IconName = keyof typeof outlines;

export function Icon({ name, size }: { name: IconName; size?: number }) {
  return (
    <svg
      className="i"
      viewBox="0 0 16 16"
      aria-hidden="true"
      style={size ? { width: size, height: size } : undefined}
    >
      <path d={outlines[name]} />
    </svg>
  );
}
