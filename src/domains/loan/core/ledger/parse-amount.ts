import { Exact, fen, type Fen } from '../../../../kernel/money.ts';
import { compactText, type LedgerCell, type MoneyUnit } from './ledger-cell.ts';

export type AmountReading = { readonly fen: Fen; readonly figure: Exact; readonly unit: MoneyUnit } | null;

const AMOUNT = /^[¥￥]?(\d{1,3}(?:,\d{3})+|\d{1,13})(?:\.(\d{1,12}))?(万元|万|元)?$/;
const FEN_OF_UNIT = { 元: 100, 万元: 1_000_000 } as const;

/**
 * Reads an amount. A unit typed in the cell (`5万元`) wins over `unit`. Null when it is no plain
 * non-negative decimal
 * (伍万, 1e5, −5) or is finer than one fen.
 */
export function parseAmount(cell: LedgerCell, unit: MoneyUnit): AmountReading {
  const match = AMOUNT.exec(compactText(cell));
  if (!match) return null;
  const [, whole = '', fraction = '0', typed] = match;
  const own: MoneyUnit = typed === undefined ? unit : typed === '元' ? '元' : '万元';
  const figure = new Exact(`${whole.replaceAll(',', '')}.${fraction}`);
  const exact = figure.mul(FEN_OF_UNIT[own]);
  return exact.isInteger() ? { fen: fen(BigInt(exact.toFixed(0))), figure, unit: own } : null;
}

/** The same figure read in the other unit: how an amount looks when 元 and 万元 were mixed up. */
export function inOtherUnit(reading: NonNullable<AmountReading>): Exact {
  return reading.figure.mul(FEN_OF_UNIT[reading.unit === '元' ? '万元' : '元']);
}
