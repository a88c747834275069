import type { PlainDate } from '../../../kernel/date.ts';
import type { Id, LoanId, OrganisationId } from '../../../kernel/ids.ts';
import { addFen, fen, type Fen } from '../../../kernel/money.ts';
import type { DebtEvent } from './debt.ts';
import type { Reversible } from './loan-change.ts';

export const RECEIPT_STATES = ['entered', 'confirmed', 'returned', 'withdrawn', 'reversed'] as const;
/** 待复核、已复核、已退回、已撤回、已冲正. */
export type ReceiptState = (typeof RECEIPT_STATES)[number];

export type ReceiptId = Id<'loan-receipt'>;

/**
 * What the bank's books have received under one number: principal and interest, or penalty and compound
 * interest.
 */
export interface ReceiptMoney {
  readonly kind: Reversible;
  readonly onDate: PlainDate;
  readonly principal: Fen;
  readonly interest: Fen;
  readonly penalty: Fen;
  readonly compound: Fen;
  /** The bank's serial number (流水号): it stands once for each kind. */
  readonly bankSerial: string;
}

export interface ReceiptRow {
  readonly id: ReceiptId;
  readonly loan_id: LoanId;
  readonly county_code: string;
  readonly bank_id: OrganisationId;
  readonly kind: Reversible;
  readonly on_date: PlainDate;
  readonly principal_fen: Fen;
  readonly interest_fen: Fen;
  readonly penalty_fen: Fen;
  readonly compound_fen: Fen;
  readonly bank_serial: string;
  readonly import_id: bigint | null;
  readonly state: ReceiptState;
  readonly entered_by: bigint;
  readonly entered_on: PlainDate;
  readonly decided_by: bigint | null;
  readonly decided_on: PlainDate | null;
  readonly reason: string | null;
  readonly confirmation_id: bigint | null;
}

export interface ConfirmationRow {
  readonly id: bigint;
  readonly county_code: string;
  readonly bank_id: OrganisationId;
  readonly receipts: number;
  readonly total_fen: Fen;
  readonly import_id: bigint | null;
  readonly confirmed_by: bigint;
  readonly confirmed_on: PlainDate;
}

export const moneyOf = (row: ReceiptRow): ReceiptMoney => ({
  kind: row.kind,
  onDate: row.on_date,
  principal: row.principal_fen,
  interest: row.interest_fen,
  penalty: row.penalty_fen,
  compound: row.compound_fen,
  bankSerial: row.bank_serial,
});

/** All that was received, in fen. */
export const receivedOf = (money: Omit<ReceiptMoney, 'kind' | 'onDate' | 'bankSerial'>): Fen =>
  addFen(money.principal, money.interest, money.penalty, money.compound);

/** 控制总数: how many, and what they come to. */
export interface ControlTotals {
  readonly count: number;
  readonly total: Fen;
}

export const totalsOf = (receipts: readonly ReceiptMoney[]): ControlTotals => ({
  count: receipts.length,
  total: addFen(...receipts.map(receivedOf)),
});

export const sameTotals = (one: ControlTotals, other: ControlTotals): boolean =>
  one.count === other.count && one.total === other.total;

/** What a receipt is to the debt once it counts. */
export function debtEventsOf(money: ReceiptMoney): DebtEvent[] {
  const parts = [
    ['principal_repaid', money.principal],
    ['interest_paid', money.interest],
    ['penalty_paid', money.penalty],
    ['compound_paid', money.compound],
  ] as const;
  return parts.flatMap(([kind, amount]) =>
    amount > 0n ? [{ kind, on: money.onDate, amount: fen(amount) }] : [],
  );
}
