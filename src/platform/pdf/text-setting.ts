import type { Span } from '../../kernel/sheet.ts';
import type { FontFace } from './font-face.ts';
import type { FontSet, SetChar } from './font-set.ts';
import { breakLines, type LineRange } from './line-breaking.ts';
import { compressionAtEnd, compressionBetween } from './punctuation.ts';

/** Characters of one face, standing side by side. */
export interface TextRun {
  readonly face: FontFace;
  readonly text: string;
  readonly width: number;
  readonly length: number;
}

/**
 * One line, ready to draw: `x` from the left of the column, `spacing` added after every character. Points.
 */
export interface TextLine {
  readonly runs: readonly TextRun[];
  readonly size: number;
  readonly x: number;
  readonly width: number;
  readonly spacing: number;
}

export type Align = 'justify' | 'left' | 'center' | 'right';

export interface Setting {
  readonly size: number;
  readonly width: number;
  readonly align: Align;
  /** First-line indent in characters. */
  readonly indent?: number;
}

// Wider gaps would read as blanks when text is copied out of the file; such a line stays ragged instead.
const WIDEST_SPACING_EM = 0.09;

function charsOf(fonts: FontSet, spans: readonly Span[]): SetChar[] {
  const chars: SetChar[] = [];
  for (const span of spans) {
    for (const char of span.text) chars.push(fonts.charOf(char, span.bold === true));
  }
  return chars;
}

function advanceOf(current: SetChar, next: SetChar | undefined, size: number): number {
  const taken = next && next.face === current.face ? compressionBetween(current.char, next.char) : 0;
  return (current.advance - taken) * size;
}

function runsOf(chars: readonly SetChar[], size: number): TextRun[] {
  const runs: TextRun[] = [];
  let from = 0;
  for (let index = 1; index <= chars.length; index += 1) {
    const first = chars[from];
    if (!first || chars[index]?.face === first.face) continue;
    const piece = chars.slice(from, index);
    const width = piece.reduce((sum, char, at) => sum + advanceOf(char, piece[at + 1], size), 0);
    runs.push({
      face: first.face,
      text: piece.map((entry) => entry.char).join(''),
      width,
      length: piece.length,
    });
    from = index;
  }
  return runs;
}

function withoutTrailingBlanks(chars: readonly SetChar[]): readonly SetChar[] {
  let end = chars.length;
  while (end > 0 && chars[end - 1]?.char === ' ') end -= 1;
  return chars.slice(0, end);
}

function placeLine(
  chars: readonly SetChar[],
  setting: Setting,
  place: { indent: number; last: boolean },
): TextLine {
  const shown = withoutTrailingBlanks(chars);
  const runs = runsOf(shown, setting.size);
  const natural = runs.reduce((sum, run) => sum + run.width, 0);
  const final = shown.at(-1);
  const hanging = final && setting.align === 'justify' ? compressionAtEnd(final.char) * setting.size : 0;
  const room = setting.width - place.indent;
  const line = { runs, size: setting.size, x: place.indent, width: natural, spacing: 0 };
  if (setting.align === 'center') return { ...line, x: (setting.width - natural) / 2 };
  if (setting.align === 'right') return { ...line, x: setting.width - natural };
  if (setting.align === 'left' || shown.length < 2) return line;
  // A line that only fits because its last mark is squeezed ends flush with the mark's ink.
  const overfull = natural > room + 1e-6;
  if (!overfull && place.last) return line;
  const spacing = (overfull ? Math.max(0, room - (natural - hanging)) : room - natural) / (shown.length - 1);
  return spacing <= WIDEST_SPACING_EM * setting.size ? { ...line, spacing } : line;
}

function setParagraph(chars: readonly SetChar[], setting: Setting): TextLine[] {
  const indent = (setting.indent ?? 0) * setting.size;
  const text = {
    chars: chars.map((entry) => entry.char),
    advances: chars.map((entry, index) => advanceOf(entry, chars[index + 1], setting.size)),
    endAdvances: chars.map((entry) => (entry.advance - compressionAtEnd(entry.char)) * setting.size),
  };
  const ranges = breakLines(text, { first: setting.width - indent, rest: setting.width });
  return ranges.map((range: LineRange, index) =>
    placeLine(chars.slice(range.from, range.to), setting, {
      indent: index === 0 ? indent : 0,
      last: index === ranges.length - 1,
    }),
  );
}

/** Sets text in a column; line feeds begin a new paragraph. Throws on a character that no font has. */
export function setText(fonts: FontSet, spans: readonly Span[], setting: Setting): TextLine[] {
  const paragraphs: Span[][] = [[]];
  for (const span of spans) {
    const [head = '', ...tail] = span.text.split('\n');
    paragraphs.at(-1)?.push({ ...span, text: head });
    for (const text of tail) paragraphs.push([{ ...span, text }]);
  }
  return paragraphs.flatMap((paragraph) => setParagraph(charsOf(fonts, paragraph), setting));
}

export function setPlain(fonts: FontSet, text: string, setting: Setting): TextLine[] {
  return setText(fonts, [{ text }], setting);
}

/**
 * A value in a cell, at the largest of the sizes at which it needs at most `lines` lines; throws when at
 * none.
 */
export function setFitting(
  fonts: FontSet,
  span: Span,
  setting: Omit<Setting, 'size'>,
  sizes: readonly { size: number; lines: number }[],
): TextLine[] {
  for (const { size, lines } of sizes) {
    const set = setText(fonts, [span], { ...setting, size });
    if (set.length <= lines) return set;
  }
  throw new Error(`cell text of ${span.text.length} characters does not fit its column`);
}
