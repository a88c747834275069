import { invariant } from '../../../kernel/invariant.ts';
import type { Context } from '../../../platform/context.ts';
import type { Tx } from '../../../platform/db.ts';
import { record } from '../../audit/index.ts';
import { lineMissing, lineNotReturned } from '../core/failures.ts';
import { lockLine, markCorrected } from '../payment.store.ts';

export interface CorrectionInput {
  readonly lineId: bigint;
  readonly payeeName?: string | undefined;
  readonly payeeAccount?: string | undefined;
  readonly payeeBankName?: string | undefined;
  readonly bookingRef?: string | undefined;
  readonly remark: string;
}

/** Binding of sealed payee accounts, shared by everyone who seals or opens one. */
export const PAYEE_ACCOUNT_BINDING = 'payment_line.payee_account';

/** Corrects a line that the bank returned (退票更正); the payer instructs it again under a new line. */
export async function correctReturnedLine(
  tx: Tx,
  context: Context,
  input: CorrectionInput,
): Promise<{ id: bigint; state: string }> {
  invariant(context.actor.personId, 'a payment is corrected by a person');
  const line = await lockLine(tx, input.lineId);
  if (!line) throw lineMissing();
  const correction: Record<string, string> = {
    payee_name: input.payeeName ?? line.payee_name,
    payee_account_cipher: input.payeeAccount
      ? context.cipher.seal(input.payeeAccount, PAYEE_ACCOUNT_BINDING)
      : line.payee_account_cipher,
    payee_account_last4: input.payeeAccount ? input.payeeAccount.slice(-4) : line.payee_account_last4,
    payee_bank_name: input.payeeBankName ?? line.payee_bank_name,
    booking_ref: input.bookingRef ?? line.booking_ref,
    remark: input.remark,
  };
  if ((await markCorrected(tx, line.id, correction, context.actor.personId)) === 0) throw lineNotReturned();
  await record(tx, context, {
    act: 'payment.line-corrected',
    subjectKind: 'payment_line',
    subjectId: String(line.id),
    countyCode: line.county_code,
    before: { payee_account: `****${line.payee_account_last4}`, booking_ref: line.booking_ref },
    after: {
      payee_account: `****${correction['payee_account_last4']}`,
      booking_ref: correction['booking_ref'],
    },
  });
  return { id: line.id, state: 'corrected' };
}
