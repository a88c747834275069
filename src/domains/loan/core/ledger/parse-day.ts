import { fromDayNumber, parseDate, type PlainDate } from '../../../../kernel/date.ts';
import { compactText, type LedgerCell } from './ledger-cell.ts';

// Sheet serial 25569 is 1970-01-01; dates of this business lie between 1950 and 2100.
const SERIAL_OF_1970 = 25_569;
const SERIAL_MIN = 18_264;
const SERIAL_MAX = 73_050;
const YEAR_MIN = 1950;

const SPELLINGS = [
  /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})$/,
  /^(\d{4})年(\d{1,2})月(\d{1,2})[日号]?$/,
  /^(\d{4})(\d{2})(\d{2})$/,
] as const;

/**
 * Reads a date as people type it: a sheet date, a sheet serial, 2016-1-15, 2016/1/15, 2016.1.15,
 * 2016年1月15日, 20160115;
 * a time of day after it is ignored. Null when unreadable or no day of the calendar (2016-02-30).
 */
export function parseDay(cell: LedgerCell): PlainDate | null {
  const text = dayText(cell);
  if (/^\d{5}$/.test(text)) return fromSerial(Number(text));
  for (const spelling of SPELLINGS) {
    const match = spelling.exec(text);
    if (match) return fromMatch(match);
  }
  return null;
}

// The time is cut before blanks go, or 2016-01-15 08:00 would run together.
function dayText(cell: LedgerCell): string {
  if (typeof cell === 'string') return compactText(cell.replace(/[T\s\u3000]+\d{1,2}[:：]\d{2}.*$/, ''));
  return compactText(cell).replace(/^(\d{5})\.\d+$/, '$1');
}

function fromMatch(match: RegExpExecArray): PlainDate | null {
  const [, year = '', month = '', day = ''] = match;
  return Number(year) < YEAR_MIN
    ? null
    : parseDate(`${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`);
}

function fromSerial(serial: number): PlainDate | null {
  return serial >= SERIAL_MIN && serial <= SERIAL_MAX ? fromDayNumber(serial - SERIAL_OF_1970) : null;
}
