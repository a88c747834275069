import type { Context } from '../../../platform/context.ts';
import type { Tx } from '../../../platform/db.ts';
import { FileReply } from '../../../platform/http/file-reply.ts';
import { record } from '../../audit/index.ts';
import { bankFileNotReady, orderMissing } from '../core/failures.ts';
import { findOrder } from '../payment.store.ts';

/** The file for the bank holds full accounts: every download is written down. */
export async function downloadBankFile(tx: Tx, context: Context, orderId: bigint): Promise<FileReply> {
  const order = await findOrder(tx, orderId);
  if (!order) throw orderMissing();
  const file = order.bank_file_sha256;
  if (!file) throw bankFileNotReady();
  await record(tx, context, {
    act: 'payment.bank-file-downloaded',
    subjectKind: 'payment_order',
    subjectId: String(order.id),
    countyCode: order.county_code,
  });
  return new FileReply('text/csv; charset=utf-8', `${order.order_no}.csv`, () => context.storage.read(file));
}
