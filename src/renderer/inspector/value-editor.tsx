import { lazy, Suspense, useEffect, useMemo, useRef, useState } from 'react';
import { tryText, utf8 } from '../../shared/bytes.ts';
import type { EditorText } from './code-editor.tsx';
import { draftOf, dropDraft, keepDraft } from './drafts.ts';
import { HexEditor } from './hex-editor.tsx';
import { formatJson, JsonProblem, type JsonTokens, restoreSpacing, tokenizeJson } from './json-text.ts';
import type { ValueMode } from './value-mode.ts';

/** The editor is a good part of the app's code: the window is there before it. */
const CodeEditor = lazy(async () => ({ default: (await import('./code-editor.tsx')).CodeEditor }));

interface ValueEditorProps {
  /** Names the source and the key. */
  id: string;
  bytes: Uint8Array;
  /** Of the whole value, of which `bytes` may be the first part only. */
  valueLength: number;
  mode: Exclude<ValueMode, 'members'>;
  editable: boolean;
  fileOffset: number | null;
  onEdit(bytes: Uint8Array): void;
  /** Why what is typed cannot be staged as JSON; null once it can. */
  onProblem(problem: string | null): void;
}

export function ValueEditor(props: ValueEditorProps) {
  const { id, bytes, valueLength, mode, editable, fileOffset, onEdit, onProblem } = props;
  const text = useMemo(() => (mode === 'hex' ? null : tryText(bytes)), [bytes, mode]);
  if (mode === 'hex' || text === null) {
    const shown = { bytes, valueLength, fileOffset, editable, onEdit };
    return <HexEditor {...shown} />;
  }
  return (
    <TextEditor
      key={mode}
      id={id}
      text={text}
      json={mode === 'json'}
      editable={editable}
      onEdit={onEdit}
      onProblem={onProblem}
    />
  );
}

interface TextEditorProps {
  id: string;
  text: string;
  json: boolean;
  editable: boolean;
  onEdit(bytes: Uint8Array): void;
  onProblem(problem: string | null): void;
}

/** The text as it is stored; as JSON it is laid out for eyes, and what is typed goes back into the stored spacing. */
function TextEditor({ id, text, json, editable, onEdit, onProblem }: TextEditorProps) {
  const stored = useMemo(() => (json ? tokensOf(text) : null), [text, json]);
  const [content, setContent] = useState<EditorText>(() => ({
    text: (json && draftOf(id)) || shown(text, stored),
  }));
  /** The stored text that this editor made last: it is shown already, as it was typed. */
  const own = useRef(text);
  const tokens = useRef(stored);

  useEffect(() => {
    tokens.current = stored ?? tokens.current;
    if (own.current === text) return;
    own.current = text;
    dropDraft(id);
    setContent({ text: shown(text, stored) });
    onProblem(null);
  }, [id, text, stored, onProblem]);

  useEffect(() => {
    const draft = json ? draftOf(id) : undefined;
    if (draft !== undefined) onProblem(problemOf(draft));
  }, [id, json, onProblem]);

  const edited = (typed: string) => {
    if (!json) {
      own.current = typed;
      onEdit(utf8(typed));
      return;
    }
    const problem = problemOf(typed);
    onProblem(problem);
    if (problem !== null) {
      keepDraft(id, typed);
      return;
    }
    dropDraft(id);
    const next = tokenizeJson(typed);
    const restored = tokens.current ? restoreSpacing(tokens.current, next) : typed;
    own.current = restored;
    onEdit(utf8(restored));
  };
  return (
    <Suspense fallback={null}>
      <CodeEditor
        label="Value"
        content={content}
        language={json ? 'json' : 'text'}
        editable={editable}
        onEdit={edited}
      />
    </Suspense>
  );
}

function tokensOf(text: string): JsonTokens | null {
  try {
    return tokenizeJson(text);
  } catch {
    return null;
  }
}

/** Why a text is no JSON, and where; null when it is. */
function problemOf(text: string): string | null {
  try {
    tokenizeJson(text);
    return null;
  } catch (error) {
    if (error instanceof JsonProblem) return `${lineOf(text, error.at)}: ${error.message}`;
    throw error;
  }
}

function shown(text: string, tokens: JsonTokens | null): string {
  return tokens ? formatJson(tokens) : text;
}

function lineOf(text: string, at: number): string {
  const before = text.slice(0, at).split('\n');
  return `line ${before.length}, column ${(before.at(-1)?.length ?? 0) + 1}`;
}
