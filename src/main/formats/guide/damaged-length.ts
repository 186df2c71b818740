import { deleteMark, endOf, hasValidLengths, headerLength, type RecordHeader } from './record.ts';
import type { RecordReader } from './record-reader.ts';

/**
 * A damaged length can be told from a torn record: with the right length the checksum holds, and by chance it
 * holds once in 2^32.
 */

/** Longer records are not tried with every length that one flipped bit could have been. Bytes. */
const maxGuessedBytes = 16 * 1024 * 1024;

type Lengths = Pick<RecordHeader, 'keyLength' | 'valueLength'>;

/** The header with one length corrected so that the record ends at `end`, if the checksum holds with it. */
export async function proveEnd(
  reader: RecordReader,
  header: RecordHeader,
  end: number,
): Promise<RecordHeader | null> {
  const body = end - header.offset - headerLength;
  const { keyLength, valueLength } = header;
  const guesses: Lengths[] = [
    { keyLength, valueLength: body - keyLength },
    { keyLength: body - Math.max(0, valueLength), valueLength },
  ];
  if (keyLength === body) guesses.push({ keyLength, valueLength: deleteMark });
  return firstThatHolds(
    reader,
    header,
    guesses.filter(
      (guess) => guess.keyLength >= 0 && guess.keyLength + Math.max(0, guess.valueLength) === body,
    ),
  );
}

/** The header with the one bit of its lengths flipped back, or its delete mark put back, that makes its checksum hold. */
export async function proveFlippedLength(
  reader: RecordReader,
  header: RecordHeader,
): Promise<RecordHeader | null> {
  const { keyLength, valueLength } = header;
  const guesses: Lengths[] = [{ keyLength, valueLength: deleteMark }];
  for (let bit = 0; bit < 32; bit++) {
    guesses.push({ keyLength: keyLength ^ (1 << bit), valueLength });
    guesses.push({ keyLength, valueLength: valueLength ^ (1 << bit) });
  }
  return firstThatHolds(reader, header, guesses);
}

async function firstThatHolds(
  reader: RecordReader,
  header: RecordHeader,
  guesses: readonly Lengths[],
): Promise<RecordHeader | null> {
  for (const { keyLength, valueLength } of guesses) {
    const guess = { ...header, keyLength, valueLength };
    if (!hasValidLengths(guess) || endOf(guess) > reader.size) continue;
    if (endOf(guess) - guess.offset > maxGuessedBytes) continue;
    const crc = await reader.checksumWith(header.offset, keyLength, valueLength, endOf(guess));
    if (crc === header.crc) return guess;
  }
  return null;
}
