/** A cell as a workbook or CSV delivers it: text, a number, a date the sheet already knows, or nothing. */
export type LedgerCell = string | number | boolean | null | { readonly date: string };

/** One sheet row with its true row number (1-based), blank rows counted. */
export interface LedgerSheetRow {
  readonly row: number;
  readonly cells: readonly LedgerCell[];
}

/** Money unit of amounts whose heading names none. */
export type MoneyUnit = '元' | '万元';

const INVISIBLE = /[\u200b-\u200f\u202a-\u202e\u2060\ufeff]/g;
const FULL_WIDTH = /[\uff01-\uff5e]/g;
const MIDDLE_DOTS = /[\u2022\u2027\u2219\u22c5\u25cf\u25e6\u30fb\uff65\u00b7\u16eb\u2e31\uff0e]/g;

/** Full-width ASCII to plain, all kinds of blanks to one space, invisible marks dropped, trimmed. */
export function plainText(cell: LedgerCell): string {
  return cellText(cell)
    .replace(INVISIBLE, '')
    .replace(FULL_WIDTH, (character) => String.fromCharCode(character.charCodeAt(0) - 0xfee0))
    .replace(/[\s\u00a0\u3000]+/g, ' ')
    .trim();
}

/** Text without any blank: numbers, dates, codes. */
export function compactText(cell: LedgerCell): string {
  return plainText(cell).replaceAll(' ', '');
}

/**
 * A person's name: inner blanks of Chinese names dropped, every middle dot written as U+00B7, rare
 * characters kept.
 */
export function personName(cell: LedgerCell): string {
  const text = cellText(cell)
    .replace(INVISIBLE, '')
    .replace(MIDDLE_DOTS, '·')
    .replace(/(?<=\p{Script=Han})\s*\.\s*(?=\p{Script=Han})/gu, '·')
    .replace(/[\s\u00a0\u3000]+/g, ' ')
    .trim();
  return /\p{Script=Han}/u.test(text) ? text.replaceAll(' ', '') : text;
}

export function isBlank(cell: LedgerCell | undefined): boolean {
  return cell === undefined || cell === null || (typeof cell === 'string' && plainText(cell) === '');
}

function cellText(cell: LedgerCell): string {
  if (cell === null) return '';
  if (typeof cell === 'number') return numberText(cell);
  if (typeof cell === 'object') return cell.date;
  return String(cell);
}

/**
 * A sheet's number as decimal digits: 15 significant digits are what the sheet itself keeps (3.55, not
 * 3.5499999…).
 */
export function numberText(value: number): string {
  const digits = value.toPrecision(15);
  const match = /^(-?)(\d+)\.?(\d*)e([+-]\d+)$/.exec(digits);
  if (!match) return digits.includes('.') ? digits.replace(/\.?0+$/, '') : digits;
  const [, sign = '', whole = '', fraction = '', exponent = '0'] = match;
  const shift = Number(exponent);
  const all = whole + fraction;
  const text =
    shift >= 0
      ? all.padEnd(whole.length + shift, '0')
      : `0.${'0'.repeat(-shift - whole.length)}${all}`.replace(/0+$/, '');
  return sign + text;
}
