/** Hands the text of a replay file to whoever keeps files: the browser's downloads, or the desktop's save dialog. */
export function saveReplayText(text: string, name: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: 'application/json' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  // The download has taken the bytes by the next turn; the URL would hold them for as long as the page lives.
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
