import { type Extension, RangeSetBuilder } from '@codemirror/state';
import { Decoration, type DecorationSet, EditorView, ViewPlugin, type ViewUpdate } from '@codemirror/view';

/** What a wrapped line is set in by, beyond its own indentation; in characters. */
const beyond = 2;
const maxIndent = 24;

const decorations = Array.from({ length: maxIndent + 1 }, (_, indent) =>
  Decoration.line({ class: `cm-hang-${indent}` }),
);

function decorate(view: EditorView): DecorationSet {
  const builder = new RangeSetBuilder<Decoration>();
  for (const { from, to } of view.visibleRanges) {
    for (let at = from; at <= to; ) {
      const line = view.state.doc.lineAt(at);
      const indent = Math.min(maxIndent, /^ */.exec(line.text)?.[0].length ?? 0);
      builder.add(line.from, line.from, decorations[indent] as Decoration);
      at = line.to + 1;
    }
  }
  return builder.finish();
}

const plugin = ViewPlugin.fromClass(
  class {
    decorations: DecorationSet;
    constructor(view: EditorView) {
      this.decorations = decorate(view);
    }
    update(update: ViewUpdate): void {
      if (update.docChanged || update.viewportChanged) this.decorations = decorate(update.view);
    }
  },
  { decorations: (value) => value.decorations },
);

// Classes and no style attributes, which the content policy forbids.
const styles = EditorView.baseTheme(
  Object.fromEntries(
    decorations.map((_, indent) => [
      `.cm-hang-${indent}`,
      { paddingLeft: `${indent + beyond}ch`, textIndent: `-${indent + beyond}ch` },
    ]),
  ),
);

/** Wrapped lines go on below their own beginning and not below the margin. */
export const hangingIndent: Extension = [plugin, styles];
