/** Characters that turn the order of others round, so that a text reads as what it is not. */
const turning = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;
/** What an editor would show as nothing: control characters but tabs and line ends, and characters that only format. */
export const unseenCharacters =
  /(?![\t\n])\p{Cc}|[\xad\u061c\u200b\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff\ufff9-\ufffc]/gu;

/** A character by its number: `\x0d`, `\u202e`. */
export function escapedCharacter(character: string): string {
  const code = character.codePointAt(0) as number;
  return code < 0x100
    ? `\\x${code.toString(16).padStart(2, '0')}`
    : `\\u${code.toString(16).padStart(4, '0')}`;
}

/** Stored text as part of a line: it reads in the order in which it is stored. */
export function inOrder(text: string): string {
  return text.replace(turning, escapedCharacter);
}

/** Lines of stored text that are compared: two that are not the same never look it. */
export function visible(text: string): string {
  return text.replace(unseenCharacters, escapedCharacter);
}
