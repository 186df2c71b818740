import { databaseWords, type KeyPart, keyParts } from './key-format.ts';

/** A key as it is: its prefix dimmed, its last part not, what is not text as \x escapes. */
export function KeyText({ bytes, cutAt }: { bytes: Uint8Array; cutAt?: number | undefined }) {
  const { db, prefix, last } = keyParts(bytes);
  if (bytes.length === 0) return <em className="dim">empty key</em>;
  return (
    <>
      {db > 0 && <span className="db">{databaseWords(db)}</span>}
      {prefix.length > 0 && <i>{prefix.map(part)}</i>}
      {last.map(part)}
      {cutAt !== undefined && cutAt > bytes.length && <u>…</u>}
    </>
  );
}

function part(piece: KeyPart, index: number) {
  return piece.escaped ? <u key={index}>{piece.text}</u> : <span key={index}>{piece.text}</span>;
}
