import type { PlainDate } from '../../../kernel/date.ts';
import type { Fen } from '../../../kernel/money.ts';
import { actingPerson } from '../../../platform/acting-person.ts';
import type { Context } from '../../../platform/context.ts';
import { rehearse, type Tx } from '../../../platform/db.ts';
import { passOnReturn, type PassedOn, type PrincipalPayee } from '../../agreement/index.ts';
import { enterWork, type CountersignedWork, type SignedWork, type WorkRow } from '../../countersign/index.ts';
import { dividendMoney, dividendSide, openAccount, postEntry } from '../../ledger/index.ts';
import { notPrincipal } from '../core/cure-failures.ts';
import type { DueRow } from '../core/due-row.ts';
import { dueMissing } from '../core/failures.ts';
import { lockArrears } from '../dividend-cure.store.ts';

export interface PrincipalPayment {
  readonly dueId: bigint;
  readonly amount: Fen;
  readonly paidTo: PrincipalPayee;
  readonly paidOn: PlainDate;
  readonly bankSerial: string;
}

interface KeptPayment {
  readonly row: PassedOn;
}

/**
 * Finance enters overdue principal that it passed on from the county's account (转付本金): to the bank, to the
 * fund it came from, or to a household whose loan is repaid. Another person confirms it. Throws what booking
 * it today would be refused for, and `countersign.waiting`.
 */
export async function enterPrincipalPayment(
  tx: Tx,
  context: Context,
  input: PrincipalPayment,
): Promise<WorkRow> {
  const { due, agreementId } = await principalDue(tx, input.dueId);
  const row = {
    ...{ due_id: due.id, paid_to: input.paidTo, amount_fen: input.amount },
    ...{ returned_on: input.paidOn, bank_serial: input.bankSerial },
  };
  await rehearse(tx, () =>
    passOnReturn(tx, context, { agreementId, row, enteredBy: actingPerson(context), countersignId: null }),
  );
  return enterWork<KeptPayment>(tx, context, {
    kind: 'principal_payment',
    countyCode: due.county_code,
    subjectId: agreementId,
    onceKey: input.bankSerial,
    amount: input.amount,
    input: { row },
    content: { agreement_no: due.agreement_no, ...row },
  });
}

async function principalDue(tx: Tx, id: bigint) {
  const [due] = await lockArrears(tx, [id]);
  if (!due) throw dueMissing();
  if (due.principal_of_id === null) throw notPrincipal();
  return { due, agreementId: due.principal_of_id };
}

/** Principal that two persons have signed for: off the county's account, and back under its agreement. */
async function bookPayment(tx: Tx, context: Context, work: SignedWork): Promise<Record<string, unknown>> {
  const { row } = work.input as KeptPayment;
  const { due, agreementId } = await principalDue(tx, row.due_id);
  const booked = await passOnReturn(tx, context, {
    ...{ agreementId, row, enteredBy: work.enteredBy, countersignId: work.id },
  });
  await post(tx, due, booked);
  const { id, amount_fen, returned_on, bank_serial } = booked;
  return {
    id,
    due_id: due.id,
    agreement_id: agreementId,
    paid_to: row.paid_to,
    amount_fen,
    returned_on,
    bank_serial,
  };
}

async function post(
  tx: Tx,
  { enterprise_id: enterprise, county_code: county }: Pick<DueRow, 'enterprise_id' | 'county_code'>,
  booked: {
    readonly id: bigint;
    readonly amount_fen: Fen;
    readonly returned_on: PlainDate;
    readonly bank_serial: string;
  },
): Promise<void> {
  await postEntry(
    tx,
    {
      act: 'dividend.principal-passed-on',
      subjectKind: 'agreement_return',
      subjectId: booked.id,
      countyCode: county,
      onDate: booked.returned_on,
      memo: `转付协议本金 ${booked.bank_serial}`,
    },
    {
      debit: await openAccount(tx, dividendSide('principal', enterprise, county)),
      credit: await openAccount(tx, dividendMoney(enterprise, county)),
      amount: booked.amount_fen,
    },
  );
}

export const principalPaymentWork: CountersignedWork = {
  kind: 'principal_payment',
  access: 'dividend.confirm',
  carryOut: bookPayment,
};
