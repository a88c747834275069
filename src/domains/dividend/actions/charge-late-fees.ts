import { addDays, maxDate, type PlainDate } from '../../../kernel/date.ts';
import { fen } from '../../../kernel/money.ts';
import type { Context } from '../../../platform/context.ts';
import type { Tx } from '../../../platform/db.ts';
import { record } from '../../audit/index.ts';
import { lateFee } from '../core/late-fee.ts';
import {
  insertLateFees,
  settledYears,
  type NewLateFee,
  type SettledYear,
} from '../dividend-arrears.store.ts';

/** What may have made years whole: money that came, or a report after which no more is owed. */
export interface Settlement {
  readonly kind: 'dividend_receipt' | 'dividend_report';
  readonly id: bigint;
  readonly countyCode: string;
  readonly dueIds: readonly bigint[];
}

/**
 * Years made whole after their day owe their late fee (滞纳金) by the agreement's terms: a debt of its own to
 * the household, payable within the agreement's days to put things right.
 */
export async function chargeLateFees(tx: Tx, context: Context, by: Settlement): Promise<void> {
  const years = await settledYears(tx, by.dueIds);
  const fees = years.flatMap((year) => feeOf(year, context.today));
  if (fees.length === 0) return;
  await insertLateFees(tx, fees);
  await record(tx, context, {
    act: 'dividend.late-fees-charged',
    subjectKind: by.kind,
    subjectId: by.id,
    countyCode: by.countyCode,
    after: { fees: fees.length, fee_fen: fees.reduce((sum, fee) => sum + fee.fee_fen, 0n) },
  });
}

function feeOf(year: SettledYear, today: PlainDate): NewLateFee[] {
  const received = year.received.map(({ on, amount }) => ({ on, amount: fen(BigInt(amount)) }));
  const through = received.map(({ on }) => on).reduce(maxDate, year.due_on);
  const late = { dueOn: year.due_on, cash: year.cash_fen, percentPerDay: year.late_fee_percent, received };
  const fee = lateFee(late, through) - year.charged_fen;
  if (fee <= 0n) return [];
  const due = addDays(today, year.rectification_days);
  return [{ late_for_id: year.id, through, due_on: due, fee_fen: fen(fee) }];
}
