/**
 * Text for a terminal: what controls it, as the name of a file may, is shown as an escape, so that nobody's directory
 * moves the cursor. Lines and tabs stay.
 */
export function printable(text: string): string {
  return text.replace(/[^\P{Cc}\n\t]/gu, escaped);
}

/** A control character as JSON writes it, and those that JSON leaves as they are. */
export function escaped(character: string): string {
  const json = JSON.stringify(character).slice(1, -1);
  return json === character ? `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}` : json;
}
