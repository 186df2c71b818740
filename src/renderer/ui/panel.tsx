import type { ReactNode } from 'react';
import { Glyph, type GlyphName } from './glyph.tsx';
import { Icon } from './icon.tsx';

export function Toolbar({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className="toolbar" role="toolbar" aria-label={label}>
      {children}
    </div>
  );
}

export function PanelHead({ title, children }: { title: string; children?: ReactNode }) {
  return (
    <div className="head">
      <h2>{title}</h2>
      {children}
    </div>
  );
}

/** What is true, and what to do first. */
export function EmptyState({
  title,
  text,
  children,
}: {
  title: string;
  text?: ReactNode;
  children?: ReactNode;
}) {
  return (
    <div className="mid">
      <div className="semi">{title}</div>
      {text && <p>{text}</p>}
      {children && <div className="bt">{children}</div>}
    </div>
  );
}

interface BarProps {
  kind: 'error' | 'warning' | 'plain';
  title: string;
  text?: ReactNode;
  glyph?: GlyphName;
  /** The way on. */
  children?: ReactNode;
}

/** One sentence, its cause, a way on; nothing that is already shown is taken away. */
export function Bar({ kind, title, text, glyph, children }: BarProps) {
  const mark = glyph ? (
    <Glyph name={glyph} />
  ) : kind === 'error' ? (
    <Glyph name="damaged" />
  ) : (
    <Icon name="lock" />
  );
  return (
    <div
      className={`bar ${{ error: 'e', warning: 'warn', plain: '' }[kind]}`}
      role={kind === 'error' ? 'alert' : 'status'}
    >
      {mark}
      <div className="grow">
        <b>{title}</b>
        {text && <div>{text}</div>}
      </div>
      {children}
    </div>
  );
}

/** An error as its one sentence: what, where, what to do. */
export function ErrorSentence({ error, children }: { error: unknown; children?: ReactNode }) {
  return (
    <Bar kind="error" title={error instanceof Error ? error.message : String(error)}>
      {children}
    </Bar>
  );
}
