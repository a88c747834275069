import { PassThrough } from 'node:stream';
import { invariant } from '../../../kernel/invariant.ts';
import type { Context } from '../../../platform/context.ts';
import type { Tx } from '../../../platform/db.ts';
import { writeCsv } from '../../../platform/spreadsheet/spreadsheet.ts';
import { BANK_FILE_HEADINGS, bankFileRow } from '../core/bank-file.ts';
import { findOrder, setBankFile } from '../payment.store.ts';
import { streamBankFileRows } from '../payment.views.ts';
import { PAYEE_ACCOUNT_BINDING } from './correct-returned-line.ts';

/**
 * Memo (附言) the bank prints on the payee's statement, by what is paid; short enough for every bank's field.
 */
const MEMOS: Readonly<Record<string, string>> = {
  subsidy_batch: '扶贫贴息',
  risk_fund_claim: '风险补偿',
  county_payment: '县级支付',
  risk_fund_returned: '补偿金退回',
  risk_fund_year: '年度补偿',
  risk_fund_surplus: '年度结余',
  insurance_subsidy_share: '保费补贴',
};

function memoOf(subjectKind: string): string {
  const memo = MEMOS[subjectKind];
  invariant(memo, `payments of ${subjectKind} have a memo`);
  return memo;
}

/** Writes the bank file (CSV) of an order to storage, streaming. The same order gives the same bytes. */
export async function writeBankFile(tx: Tx, context: Context, orderId: bigint): Promise<string> {
  const order = await findOrder(tx, orderId);
  invariant(order, 'an instructed order exists');
  if (order.bank_file_sha256) return order.bank_file_sha256;
  const orderNo = order.order_no;
  const memo = order.memo ?? memoOf(order.subject_kind);
  async function* rows() {
    yield BANK_FILE_HEADINGS;
    for await (const row of streamBankFileRows(tx, orderId)) {
      yield bankFileRow(orderNo, memo, {
        lineNo: row.line_no,
        payeeName: row.payee_name,
        payeeAccount: context.cipher.open(row.payee_account_cipher, PAYEE_ACCOUNT_BINDING),
        payeeBankName: row.payee_bank_name,
        amountFen: row.amount_fen,
        bookingRef: row.booking_ref,
      });
    }
  }
  const pipe = new PassThrough();
  const written = writeCsv(pipe, rows()).catch((error: unknown) => {
    // whoever waits for the rest of the file must not wait for ever
    pipe.destroy(error instanceof Error ? error : new Error(String(error)));
    throw error;
  });
  const [stored] = await Promise.all([context.storage.put(pipe), written]);
  await setBankFile(tx, order.id, stored.sha256);
  return stored.sha256;
}
