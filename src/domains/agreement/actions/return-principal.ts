import type { PlainDate } from '../../../kernel/date.ts';
import type { AgreementId } from '../../../kernel/ids.ts';
import type { Fen } from '../../../kernel/money.ts';
import { actingPerson } from '../../../platform/acting-person.ts';
import type { Context } from '../../../platform/context.ts';
import { rehearse, type Tx } from '../../../platform/db.ts';
import { appendEvent } from '../../../platform/outbox.ts';
import { record } from '../../audit/index.ts';
import { enterWork, type CountersignedWork, type SignedWork, type WorkRow } from '../../countersign/index.ts';
import { insertReturn, parentsOf, type ReturnRow } from '../agreement-life.store.ts';
import { lockAgreement } from '../agreement.store.ts';
import type { AgreementRow } from '../core/agreement-row.ts';
import { agreementMissing } from '../core/failures.ts';

export interface ReturnInput {
  readonly agreementId: AgreementId;
  readonly amount: Fen;
  readonly returnedOn: PlainDate;
  readonly bankSerial: string;
}

/** What came back as the database compares it with what is booked. */
interface KeptReturn {
  readonly row: Pick<ReturnRow, 'amount_fen' | 'returned_on' | 'bank_serial'>;
}

/**
 * One person enters principal that the enterprise gave back (归还本金); another confirms it. Throws what booking
 * it today would be refused for (`agreement.return-over`, `-twice`, `-early`, `-year-settled`), and
 * `countersign.waiting`.
 */
export async function enterReturn(tx: Tx, context: Context, input: ReturnInput): Promise<WorkRow> {
  const agreement = await lockAgreement(tx, input.agreementId);
  if (!agreement) throw agreementMissing();
  const row = { amount_fen: input.amount, returned_on: input.returnedOn, bank_serial: input.bankSerial };
  const by = { enteredBy: actingPerson(context), countersignId: null };
  await rehearse(tx, () => book(tx, context, agreement, { row, ...by }));
  return enterWork<KeptReturn>(tx, context, {
    kind: 'agreement_return',
    countyCode: agreement.county_code,
    bankId: agreement.bank_id ?? undefined,
    subjectId: agreement.id,
    onceKey: `${agreement.bank_id ?? '-'}/${input.bankSerial}`,
    amount: input.amount,
    input: { row },
    content: { agreement_no: agreement.agreement_no, ...row },
  });
}

interface Booking extends KeptReturn {
  readonly enteredBy: bigint;
  /** Null in a rehearsal only. */
  readonly countersignId: bigint | null;
}

const book = (
  tx: Tx,
  context: Context,
  agreement: AgreementRow,
  { row, enteredBy, countersignId }: Booking,
): Promise<ReturnRow> =>
  insertReturn(tx, {
    ...parentsOf(agreement),
    ...row,
    recorded_by: enteredBy,
    recorded_on: context.today,
    countersign_id: countersignId,
  });

/** Principal that two persons have signed for: from its day on less capital earns the floor. */
async function bookReturn(tx: Tx, context: Context, work: SignedWork): Promise<Record<string, unknown>> {
  const agreement = await lockAgreement(tx, work.subjectId ?? 0n);
  if (!agreement) throw agreementMissing();
  const { row } = work.input as KeptReturn;
  const { id, amount_fen, returned_on, bank_serial } = await book(tx, context, agreement, {
    ...{ row, enteredBy: work.enteredBy, countersignId: work.id },
  });
  await record(tx, context, {
    act: 'agreement.principal-returned',
    subjectKind: 'agreement',
    subjectId: agreement.id,
    countyCode: agreement.county_code,
    after: { state: agreement.state, amount_fen, returned_on },
  });
  const payload = { agreement_id: String(agreement.id) };
  await appendEvent(tx, { name: 'agreement.principal-returned', payload });
  return { id, agreement_id: agreement.id, amount_fen, returned_on, bank_serial };
}

export const agreementReturnWork: CountersignedWork = {
  kind: 'agreement_return',
  access: 'agreement.confirm-money',
  carryOut: bookReturn,
};
