import type { PlainDate } from '../../../kernel/date.ts';
import type { Context } from '../../../platform/context.ts';
import type { Tx } from '../../../platform/db.ts';
import { decidedByAnother } from '../../../platform/second-person.ts';
import { record } from '../../audit/index.ts';
import {
  countyBudget,
  dividendMoney,
  dividendRecourse,
  dividendSide,
  openAccount,
  postEntry,
} from '../../ledger/index.ts';
import { allotReceipt, openTotal } from '../core/allot-receipt.ts';
import * as no from '../core/failures.ts';
import type { ReceiptRow } from '../core/payout-row.ts';
import { chargeLateFees } from './charge-late-fees.ts';
import { recountDues } from './draw-dues.ts';
import {
  decideReceiptRow,
  insertAllotments,
  lockOpenDues,
  lockReceipt,
  type PayableDue,
} from '../dividend-receipt.store.ts';

export interface ReceiptDecision {
  readonly id: bigint;
  readonly outcome: 'confirmed' | 'rejected';
}

/**
 * Confirms or rejects money another person entered. Confirmed, it stands on the ledger and each fen has its
 * household; what the county advanced is asked back of the enterprise.
 */
export async function decideReceipt(tx: Tx, context: Context, input: ReceiptDecision): Promise<ReceiptRow> {
  const receipt = await lockReceipt(tx, input.id);
  if (!receipt) throw no.receiptMissing();
  const by = decidedByAnother(context, receipt, {
    ...{ waits: 'entered', enteredBy: receipt.entered_by },
    ...{ decided: no.receiptDecided, samePerson: no.ownReceipt },
  });
  const decision = { state: input.outcome, ...by };
  if (!(await decideReceiptRow(tx, receipt.id, decision))) throw no.receiptDecided();
  if (input.outcome === 'confirmed') {
    const dueIds = await count(tx, receipt, context.today);
    const { id, county_code: countyCode } = receipt;
    await chargeLateFees(tx, context, { kind: 'dividend_receipt', id, countyCode, dueIds });
  }
  await record(tx, context, {
    act: `dividend.receipt-${input.outcome}`,
    subjectKind: 'dividend_receipt',
    subjectId: receipt.id,
    countyCode: receipt.county_code,
    before: { state: receipt.state },
    after: { state: input.outcome, amount_fen: receipt.amount_fen },
  });
  return { ...receipt, ...decision };
}

/** Allots and posts what came; answers the dues it is for. */
async function count(tx: Tx, receipt: ReceiptRow, today: PlainDate): Promise<bigint[]> {
  await recountDues(tx, receipt.enterprise_id, today);
  const dues = await lockOpenDues(tx, receipt);
  if (dues.length === 0) throw no.noDues(receipt);
  const open = openTotal(dues);
  if (receipt.amount_fen > open) throw no.receiptOver(open);
  const allotted = allotReceipt(receipt.amount_fen, dues);
  await insertAllotments(tx, receipt, allotted);
  await post(tx, receipt, isPrincipal(dues) ? '协议本金到账' : '分红到账');
  return allotted.map((each) => each.due_id);
}

const isPrincipal = (dues: readonly Pick<PayableDue, 'kind'>[]): boolean =>
  dues.some(({ kind }) => kind === 'principal');

async function post(tx: Tx, receipt: ReceiptRow, what: string): Promise<void> {
  const { enterprise_id: enterprise, county_code: county, source, amount_fen: amount } = receipt;
  const facts = {
    act: 'dividend.received',
    subjectKind: 'dividend_receipt',
    subjectId: receipt.id,
    countyCode: county,
    onDate: receipt.received_on,
    memo: `${what} ${receipt.bank_serial}`,
  };
  const money = await openAccount(tx, dividendMoney(enterprise, county));
  const from = source === 'county' ? countyBudget(county) : dividendSide(source, enterprise, county);
  await postEntry(tx, facts, { debit: money, credit: await openAccount(tx, from), amount });
  if (source !== 'county') return;
  // the county paid what the enterprise owes: the enterprise now owes it to the county
  const owed = await openAccount(tx, dividendRecourse(enterprise, county));
  const instead = await openAccount(tx, dividendSide('enterprise', enterprise, county));
  await postEntry(tx, { ...facts, act: 'dividend.advanced' }, { debit: owed, credit: instead, amount });
}
