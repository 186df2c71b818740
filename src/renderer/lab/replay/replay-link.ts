import { WalscopeError } from '../../../shared/errors.ts';

const prefix = '#replay=';
/** A link with more is no longer one that can be pasted anywhere, in characters. */
export const maxLinkLength = 64 * 1024;
/** What a link may unpack to, in bytes. */
const maxUnpackedBytes = 8 * 1024 * 1024;

/** A replay as the end of an address: deflated and in base64url. null when it is too long for one. */
export async function replayHash(text: string): Promise<string | null> {
  const packed = await through(
    new TextEncoder().encode(text),
    new CompressionStream('deflate-raw'),
    Infinity,
  );
  const hash = `${prefix}${toBase64Url(packed)}`;
  return hash.length > maxLinkLength ? null : hash;
}

export const isReplayHash = (hash: string): boolean => hash.startsWith(prefix);

/** The replay's text again. Rejects with CORRUPT when the address was cut short or is none of ours. */
export async function textOfReplayHash(hash: string): Promise<string> {
  try {
    const packed = fromBase64Url(hash.slice(prefix.length));
    const bytes = await through(packed, new DecompressionStream('deflate-raw'), maxUnpackedBytes);
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new WalscopeError(
      'CORRUPT',
      'This link holds no whole crash replay: ask for it again, or for the file.',
      {
        cause,
      },
    );
  }
}

async function through(
  bytes: Uint8Array<ArrayBuffer>,
  stream: CompressionStream | DecompressionStream,
  maxBytes: number,
): Promise<Uint8Array<ArrayBuffer>> {
  const chunks: Uint8Array<ArrayBuffer>[] = [];
  let length = 0;
  const reader = new Blob([bytes]).stream().pipeThrough(stream).getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    length += value.length;
    if (length > maxBytes) {
      await reader.cancel();
      throw new RangeError(`more than ${maxBytes} bytes`);
    }
    chunks.push(value);
  }
  return new Uint8Array(await new Blob(chunks).arrayBuffer());
}

function toBase64Url(bytes: Uint8Array): string {
  let binary = '';
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return btoa(binary).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
}

function fromBase64Url(text: string): Uint8Array<ArrayBuffer> {
  const binary = atob(text.replaceAll('-', '+').replaceAll('_', '/'));
  return Uint8Array.from(binary, (character) => character.charCodeAt(0));
}
