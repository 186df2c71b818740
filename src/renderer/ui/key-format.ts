export {
  databaseWords,
  escapedText,
  type KeyPart,
  keyParts,
  keyText,
  parseKey,
} from '../../shared/key-text.ts';

/** A string that two keys share exactly when their bytes are the same: for maps and sets. */
export function keyId(bytes: Uint8Array): string {
  let id = '';
  for (let at = 0; at < bytes.length; at += 0x2000)
    id += String.fromCharCode(...bytes.subarray(at, at + 0x2000));
  return id;
}
