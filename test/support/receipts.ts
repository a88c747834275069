import type { Response } from 'supertest';
import { confirmReceipts } from '../../src/domains/loan/actions/confirm-receipts.ts';
import { enterReceipt } from '../../src/domains/loan/actions/enter-receipt.ts';
import { loanById, type LoanRow } from '../../src/domains/loan/index.ts';
import { householdInterest } from '../../src/domains/subsidy/index.ts';
import { date } from '../../src/kernel/date.ts';
import type { LoanId } from '../../src/kernel/ids.ts';
import { addFen, fen, formatYuan, parseYuan } from '../../src/kernel/money.ts';
import type { LoanWorld } from './loan-world.ts';

/** Where an officer and a reviewer of one bank act through HTTP. */
export interface BankDesks {
  post(who: 'officer' | 'reviewer', path: string, body: object): Promise<Response>;
}

interface ReceiptJson {
  readonly id: string;
  readonly principal: string;
  readonly interest: string;
  readonly penalty: string;
  readonly compound: string;
}

const yuan = (text: string): bigint => parseYuan(text) ?? 0n;

/** What a reviewer states to confirm some receipts. */
export const statedOf = (receipts: readonly ReceiptJson[]) => ({
  count: receipts.length,
  total: formatYuan(
    addFen(
      ...receipts.flatMap((each) => [each.principal, each.interest, each.penalty, each.compound].map(yuan)),
    ),
  ),
  receipt_ids: receipts.map(({ id }) => id),
});

/** The reviewer confirms what the officer entered; what was refused to the officer is answered as it is. */
export const confirmed = async (desks: BankDesks, entered: Response): Promise<Response> =>
  entered.status === 201
    ? desks.post('reviewer', '/receipt-confirmations', statedOf([entered.body as ReceiptJson]))
    : entered;

/** Enters a repayment and has it confirmed: answers the confirmation, or the refusal of the first step. */
export const repay = async (desks: BankDesks, loan: unknown, body: object): Promise<Response> =>
  confirmed(desks, await desks.post('officer', `/loans/${String(loan)}/repayments`, body));

/** As {@link repay}, of penalty and compound interest. */
export const payPenalty = async (desks: BankDesks, loan: unknown, body: object): Promise<Response> =>
  confirmed(desks, await desks.post('officer', `/loans/${String(loan)}/penalty-payments`, body));

export interface Received {
  readonly loanId: LoanId;
  readonly onDate: string;
  readonly principal: bigint;
  readonly interest?: bigint;
  readonly bankSerial: string;
}

/** The two steps as actions: person 1 enters, person 2 confirms. */
export async function receive(world: LoanWorld, paid: Received): Promise<LoanRow> {
  const { loanId, bankSerial, principal, interest = 0n } = paid;
  const nothing = fen(0n);
  const money = { principal: fen(principal), interest: fen(interest), penalty: nothing, compound: nothing };
  const entered = await world.as(1, (tx, context) =>
    enterReceipt(tx, context, householdInterest, {
      ...{ loanId, kind: 'repayment', onDate: date(paid.onDate), bankSerial },
      ...money,
    }),
  );
  return world.as(2, async (tx, context) => {
    await confirmReceipts(tx, context, householdInterest, {
      ...{ count: 1, total: fen(principal + interest) },
      ...{ receiptIds: [entered.id], enteredBy: null, enteredOn: null },
    });
    return (await loanById(tx, loanId))!;
  });
}

/**
 * SQL that writes a repayment as two persons of the bank did, of the loans that `where` finds, for histories
 * and forgeries; the loan's own figures are left to the caller.
 */
export function receivedSql(
  where: string,
  paid: {
    readonly kind?: 'principal' | 'interest';
    readonly fen: number;
    readonly on: string;
    readonly serial: string;
  },
): string {
  const { kind = 'principal', fen: amount, on, serial } = paid;
  const known = paid.on;
  return `
insert into loan_receipt (loan_id, county_code, bank_id, kind, on_date, ${kind}_fen, bank_serial, entered_by, entered_on)
  select id, county_code, bank_id, 'repayment', '${on}', ${amount}, '${serial}', 1, '${known}' from loan where ${where};
insert into loan_receipt_confirmation (county_code, bank_id, receipts, total_fen, confirmed_by, confirmed_on)
  select county_code, bank_id, count(*), sum(${kind}_fen), 2, '${known}' from loan_receipt
  where bank_serial = '${serial}' and state = 'entered' group by 1, 2;
update loan_receipt r set state = 'confirmed', decided_by = 2, decided_on = '${known}',
  confirmation_id = (select max(c.id) from loan_receipt_confirmation c where c.bank_id = r.bank_id)
  where bank_serial = '${serial}' and state = 'entered';
insert into loan_event (loan_id, county_code, bank_id, kind, on_date, amount_fen, bank_serial, receipt_id, recorded_by, recorded_on)
  select loan_id, county_code, bank_id, '${kind === 'principal' ? 'principal_repaid' : 'interest_paid'}', on_date, ${kind}_fen,
    bank_serial, id, 1, '${known}' from loan_receipt where bank_serial = '${serial}' and state = 'confirmed';
`;
}
