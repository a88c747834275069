/** Character classes of clreq (Requirements for Chinese Text Layout), basic level. */

const OPENING = '“‘「『（《〈【〔〖［｛';
const CLOSING = '”’」』）》〉】〕〗］｝';
const PAUSES = '、，。：；！？．';

const openingMarks = new Set(OPENING + '([{');
const closingMarks = new Set(CLOSING + PAUSES + ')]},.:;!?');
const fullWidthOpening = new Set(OPENING);
const fullWidthClosing = new Set(CLOSING + PAUSES);
const neverAtStart = new Set([...closingMarks, ...'·・‧～~－–/／％‰%℃…—']);

/** May not begin a line. `——` and `……` may (basic level): they are barred only from being split. */
export function isBarredAtStart(char: string): boolean {
  return neverAtStart.has(char) && char !== '…' && char !== '—';
}

/** May not end a line. */
export function isBarredAtEnd(char: string): boolean {
  return openingMarks.has(char);
}

/** Punctuation that does not count as a character of text when a last line is weighed. */
export function isMark(char: string): boolean {
  return neverAtStart.has(char) || openingMarks.has(char) || char === ' ' || char === '　';
}

/** `——` and `……` are one sign of two em each. */
export function isDoubleSign(char: string, next: string): boolean {
  return char === next && (char === '—' || char === '…');
}

/**
 * Punctuation compression (标点挤压): em to take away between two neighbours, because one of them shows its
 * blank half to the other.
 */
export function compressionBetween(char: string, next: string): number {
  if (char >= '一' && char <= '鿿') return 0;
  if (fullWidthClosing.has(char)) return fullWidthClosing.has(next) || fullWidthOpening.has(next) ? 0.5 : 0;
  return fullWidthOpening.has(char) && fullWidthOpening.has(next) ? 0.5 : 0;
}

/** Em of blank that a mark at a line's end may let go so that the line still fits. */
export function compressionAtEnd(char: string): number {
  return fullWidthClosing.has(char) ? 0.5 : 0;
}
