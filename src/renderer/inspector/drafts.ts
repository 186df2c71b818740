/** What was typed into a value's JSON and cannot be staged yet, so that looking at another key does not lose it. */
const drafts = new Map<string, string>();
const maxDrafts = 64;

export function draftOf(id: string): string | undefined {
  return drafts.get(id);
}

export function keepDraft(id: string, text: string): void {
  drafts.delete(id);
  drafts.set(id, text);
  for (const oldest of drafts.keys()) {
    if (drafts.size <= maxDrafts) return;
    drafts.delete(oldest);
  }
}

export function dropDraft(id: string): void {
  drafts.delete(id);
}
