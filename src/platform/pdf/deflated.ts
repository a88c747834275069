import { constants, deflateRawSync } from 'node:zlib';

/**
 * Bytes deflated by themselves, ending on a byte and without reference to what stood before: such pieces can
 * be put together in any order.
 */
export interface DeflatedPiece {
  readonly deflated: Buffer;
  /** Of the plain bytes. */
  readonly length: number;
  readonly adler: number;
}

/** Largest prime below 2^16 (RFC 1950). */
const ADLER_BASE = 65_521;
/** So many sums stay below 2^53 before they are reduced. */
const ADLER_RUN = 4096;

function adlerOf(bytes: Uint8Array): number {
  let [low, high] = [1, 0];
  for (let from = 0; from < bytes.length; from += ADLER_RUN) {
    const to = Math.min(bytes.length, from + ADLER_RUN);
    for (let at = from; at < to; at += 1) {
      low += bytes[at] ?? 0;
      high += low;
    }
    low %= ADLER_BASE;
    high %= ADLER_BASE;
  }
  return high * 0x10000 + low;
}

/** Checksum of two stretches from their own checksums. */
function adlerOfBoth(first: number, second: DeflatedPiece): number {
  const [low, high] = [first % 0x10000, Math.floor(first / 0x10000)];
  const [nextLow, nextHigh] = [second.adler % 0x10000, Math.floor(second.adler / 0x10000)];
  const joinedLow = (low + nextLow + ADLER_BASE - 1) % ADLER_BASE;
  const carried = (second.length % ADLER_BASE) * (low + ADLER_BASE - 1);
  return ((high + nextHigh + carried) % ADLER_BASE) * 0x10000 + joinedLow;
}

export function deflatePiece(bytes: Uint8Array): DeflatedPiece {
  const answer = deflateRawSync(bytes, { finishFlush: constants.Z_SYNC_FLUSH });
  // zlib answers with the beginning of 16 KB, all of which a piece that is kept would hold
  const deflated = Buffer.allocUnsafeSlow(answer.length);
  answer.copy(deflated);
  return { deflated, length: bytes.length, adler: adlerOf(bytes) };
}

const ZLIB_HEADER = Buffer.from([0x78, 0x9c]);
/** An empty last block. */
const LAST_BLOCK = Buffer.from([0x03, 0x00]);

/** One zlib stream (RFC 1950) of all pieces in their order. */
export function joinDeflated(pieces: readonly DeflatedPiece[]): Buffer {
  const checksum = Buffer.alloc(4);
  checksum.writeUInt32BE(pieces.reduce(adlerOfBoth, 1));
  return Buffer.concat([ZLIB_HEADER, ...pieces.map(({ deflated }) => deflated), LAST_BLOCK, checksum]);
}
