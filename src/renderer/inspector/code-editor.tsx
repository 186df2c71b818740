import { defaultKeymap, history, historyKeymap, indentWithTab } from '@codemirror/commands';
import { json } from '@codemirror/lang-json';
import { search, searchKeymap } from '@codemirror/search';
import { Compartment, EditorState, type Extension } from '@codemirror/state';
import { EditorView, highlightSpecialChars, keymap, lineNumbers } from '@codemirror/view';
import { useEffect, useRef } from 'react';
import { escapedCharacter, unseenCharacters } from '../ui/visible-text.ts';
import { editorTheme } from './editor-theme.ts';
import { hangingIndent } from './hanging-indent.ts';

/** A text to put into the editor; another object replaces what is there. */
export interface EditorText {
  text: string;
}

interface CodeEditorProps {
  label: string;
  content: EditorText;
  language: 'text' | 'json';
  editable: boolean;
  onEdit(text: string): void;
}

/**
 * A text editor that changes nothing by itself: lines end at \n only, so that every other character is a character.
 * It lives in a shadow root, where its style sheets are objects and no style elements, as the content policy wants.
 */
export function CodeEditor({ label, content, language, editable, onEdit }: CodeEditorProps) {
  const host = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView | null>(null);
  const edited = useRef(onEdit);
  edited.current = onEdit;
  const options = useRef(new Compartment());

  useEffect(() => {
    const element = host.current;
    if (!element) return;
    const root = element.shadowRoot ?? element.attachShadow({ mode: 'open' });
    const created = new EditorView({ root, parent: root });
    view.current = created;
    return () => {
      created.destroy();
      view.current = null;
    };
  }, []);

  // biome-ignore lint/correctness/useExhaustiveDependencies: language and editable are changed below without a new document
  useEffect(() => {
    view.current?.setState(
      EditorState.create({
        doc: content.text,
        extensions: [
          base(edited),
          wrapping(content.text),
          options.current.of(variable(label, language, editable)),
        ],
      }),
    );
  }, [content]);

  useEffect(() => {
    view.current?.dispatch({ effects: options.current.reconfigure(variable(label, language, editable)) });
  }, [label, language, editable]);

  const passOn = () => {
    // Focus inside the shadow root is told to the host as well: only what stops at the host is passed on.
    if (!host.current?.shadowRoot?.activeElement) view.current?.focus();
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the editor inside is what is operated
    <div ref={host} className="code" data-pane="editor" data-pane-focus tabIndex={-1} onFocus={passOn} />
  );
}

function base(edited: { current: (text: string) => void }): Extension {
  return [
    EditorState.lineSeparator.of('\n'),
    EditorState.tabSize.of(2),
    lineNumbers(),
    highlightSpecialChars({ specialChars: unseenCharacters, render: escaped }),
    history(),
    search({ top: true }),
    keymap.of([...defaultKeymap, ...historyKeymap, ...searchKeymap]),
    editorTheme,
    EditorView.updateListener.of((update) => {
      if (update.docChanged) edited.current(update.state.sliceDoc());
    }),
  ];
}

/** By its number: a picture of a control character is a thing that few fonts have. */
function escaped(code: number, description: string | null): HTMLElement {
  const mark = document.createElement('span');
  mark.className = 'cm-specialChar';
  mark.textContent = escapedCharacter(String.fromCodePoint(code));
  mark.title = description ?? 'A character that shows nothing';
  return mark;
}

/** A line longer than this (in characters) is not wrapped: measuring it would freeze the window. */
const maxWrappedLine = 16_384;

function wrapping(text: string): Extension {
  for (let at = 0; at < text.length; ) {
    const end = text.indexOf('\n', at);
    if ((end < 0 ? text.length : end) - at > maxWrappedLine) return [];
    if (end < 0) break;
    at = end + 1;
  }
  return [EditorView.lineWrapping, hangingIndent];
}

function variable(label: string, language: 'text' | 'json', editable: boolean): Extension {
  return [
    language === 'json' ? [json(), keymap.of([indentWithTab])] : [],
    EditorState.readOnly.of(!editable),
    EditorView.contentAttributes.of({ 'aria-label': label, 'aria-readonly': String(!editable) }),
  ];
}
