import { isBarredAtEnd, isBarredAtStart, isDoubleSign, isMark } from './punctuation.ts';

/** How willing the text is to be broken between two neighbouring characters. */
export const FREE = 2;
/**
 * Inside a unit (a number with its sign, an amount in words, a word): only when the unit is longer than a
 * line.
 */
export const INSIDE_UNIT = 1;
/** By the rules never; given way to only when a line would otherwise overflow. */
export const NEVER = 0;
export type Willingness = typeof FREE | typeof INSIDE_UNIT | typeof NEVER;

/** The characters of one paragraph with their advances, all in one unit of length. */
export interface MeasuredText {
  readonly chars: readonly string[];
  /** Advance of each character when its successor follows on the same line. */
  readonly advances: readonly number[];
  /** Least advance of each character when it ends a line. */
  readonly endAdvances: readonly number[];
}

/** Half-open range of characters. */
export interface LineRange {
  readonly from: number;
  readonly to: number;
}

export interface LineWidths {
  readonly first: number;
  readonly rest: number;
}

// Ordinals with the first character of their item; amounts in words, with or without 人民币; numbers with
// prefix and suffix; words and codes of Latin letters.
const UNITS =
  /\d{1,2}．[^\s\d]|(?:人民币)?[零〇壹贰叁肆伍陆柒捌玖拾佰仟万亿元圆角分整正]{3,}|(?:人民币|第|[¥￥$€№])?[\p{Script=Latin}\d](?:[\p{Script=Latin}\d.,:/@#&_+=?%-]*[\p{Script=Latin}\d])?(?:[%％‰℃°年月日号元角分户份天个条款项页次期倍亩级岁]|人(?!民币)|万元?|亿元?|公里|公斤)?/gu;

function unitBoundaries(chars: readonly string[]): boolean[] {
  const inside = new Array<boolean>(chars.length + 1).fill(false);
  const text = chars.join('');
  // code unit → character; they differ only behind a character of two units
  const indexOf = text.length === chars.length ? null : indexByOffset(chars);
  for (const match of text.matchAll(UNITS)) {
    const end = match.index + match[0].length;
    const from = indexOf ? (indexOf[match.index] ?? 0) : match.index;
    const to = indexOf ? (indexOf[end] ?? from) : end;
    for (let index = from + 1; index < to; index += 1) inside[index] = true;
  }
  return inside;
}

function indexByOffset(chars: readonly string[]): number[] {
  const indexes: number[] = [];
  for (const [index, char] of chars.entries())
    for (let unit = 0; unit < char.length; unit += 1) indexes.push(index);
  return [...indexes, chars.length];
}

/** Willingness to break before each character; entry 0 is unused. */
export function breakOpportunities(chars: readonly string[]): Willingness[] {
  const inside = unitBoundaries(chars);
  return chars.map((char, index) => {
    const before = chars[index - 1];
    if (before === undefined) return NEVER;
    if (isDoubleSign(before, char) && !startsDoubleSign(chars, index)) return NEVER;
    if (isBarredAtStart(char) || isBarredAtEnd(before) || char === ' ') return NEVER;
    return inside[index] ? INSIDE_UNIT : FREE;
  });
}

/** In a longer run of dashes or dots, pairs are counted from the run's start. */
function startsDoubleSign(chars: readonly string[], index: number): boolean {
  let start = index;
  while (start > 0 && chars[start - 1] === chars[index]) start -= 1;
  return (index - start) % 2 === 0;
}

function lastFitting(text: MeasuredText, from: number, width: number): number {
  let used = 0;
  let fitting = from + 1;
  for (let index = from; index < text.chars.length; index += 1) {
    const trailing = text.chars[index] === ' ' ? 0 : (text.endAdvances[index] ?? 0);
    if (used + trailing <= width + 1e-6) fitting = index + 1;
    used += text.advances[index] ?? 0;
    if (used > width) break;
  }
  return Math.max(fitting, from + 1);
}

function bestBreak(breaks: readonly Willingness[], from: number, limit: number): number {
  if (limit >= breaks.length) return breaks.length;
  for (const wanted of [FREE, INSIDE_UNIT] as const) {
    for (let index = limit; index > from; index -= 1) if ((breaks[index] ?? NEVER) >= wanted) return index;
  }
  return limit;
}

function weightOf(chars: readonly string[], range: LineRange): number {
  return chars.slice(range.from, range.to).filter((char) => !isMark(char)).length;
}

/** Takes a piece of the line before into a last line that would hold a single character. */
function mendLastLine(
  lines: LineRange[],
  text: MeasuredText,
  breaks: readonly Willingness[],
  width: number,
): void {
  const last = lines.at(-1);
  const before = lines.at(-2);
  if (!last || !before || weightOf(text.chars, last) >= 2) return;
  for (let from = last.from - 1; from > before.from; from -= 1) {
    const mended = { from, to: last.to };
    if (breaks[from] !== FREE || weightOf(text.chars, mended) < 2) continue;
    if (lastFitting(text, from, width) < last.to) return;
    lines.splice(-2, 2, { from: before.from, to: from }, mended);
    return;
  }
}

/**
 * Breaks one paragraph (without line feeds) into lines by clreq's basic level: barred characters stay off
 * line starts and ends, units are kept whole when they fit a line, the last line is not a single character.
 * Marks at a line's end are squeezed before a character is pushed on. Every character lands on exactly one
 * line, in order.
 */
export function breakLines(text: MeasuredText, widths: LineWidths): LineRange[] {
  const breaks = breakOpportunities(text.chars);
  const lines: LineRange[] = [];
  let from = 0;
  while (from < text.chars.length) {
    const width = lines.length === 0 ? widths.first : widths.rest;
    const to = bestBreak(breaks, from, lastFitting(text, from, width));
    lines.push({ from, to });
    from = to;
  }
  mendLastLine(lines, text, breaks, widths.rest);
  return lines.length > 0 ? lines : [{ from: 0, to: 0 }];
}
