import type { PlainDate } from '../../../kernel/date.ts';
import type { LoanId } from '../../../kernel/ids.ts';
import { invariant } from '../../../kernel/invariant.ts';
import { addFen, allocate, Exact, type Fen } from '../../../kernel/money.ts';
import type { Context } from '../../../platform/context.ts';
import type { Tx } from '../../../platform/db.ts';
import { record } from '../../audit/index.ts';
import { countyBudget, countySide, openAccount, postEntry } from '../../ledger/index.ts';
import { loanById } from '../../loan/index.ts';
import { PAYEE_ACCOUNT_BINDING } from '../../payment/index.ts';
import * as store from '../aftermath.store.ts';
import { countyPaymentMissing, noPremiumShares, premiumTooSmall } from '../core/aftermath-failures.ts';
import {
  dateAhead,
  fundMissing,
  loanMissing,
  movementDecided,
  movementSamePerson,
  notCovered,
} from '../core/failures.ts';
import { decideEntered, findFund, fundCovering, termsOfDay } from '../risk-fund.store.ts';
import { outlayPayments, type OutlayPayment } from '../outlay.store.ts';
import { actingPerson } from '../../../platform/acting-person.ts';
import { decidedByAnother } from '../../../platform/second-person.ts';
import type { EnteredDecision } from './decide-movement.ts';
import { claimInState } from './take-claim-step.ts';

interface Voucher {
  readonly onDate: PlainDate;
  readonly documentNo: string;
}

export interface PremiumInput extends Voucher {
  readonly loanId: LoanId;
  readonly insurer: string;
  readonly policyNo: string;
  readonly premium: Fen;
  readonly payeeAccount: string;
  readonly payeeBank: string;
}

const entered = (context: Context, voucher: Voucher) => ({
  on_date: voucher.onDate,
  document_no: voucher.documentNo,
  entered_by: actingPerson(context),
  entered_on: context.today,
});

/**
 * Enters the county's part of a policy's premium (保费补贴): split by the premium shares of the measures the
 * loan was signed under, to the fen by largest remainder. Who pays a premium says nothing of who bears a
 * loss.
 */
export async function enterPremium(tx: Tx, context: Context, input: PremiumInput): Promise<CountyReply> {
  const loan = await loanById(tx, input.loanId);
  if (!loan?.signed_on) throw loanMissing();
  if (input.onDate > context.today) throw dateAhead('/on_date');
  const fund = await fundCovering(tx, loan);
  if (!fund) throw notCovered();
  const shares = (await termsOfDay(tx, fund.id, loan.signed_on))?.premium_shares;
  if (!shares) throw noPremiumShares();
  const amounts = allocate(
    input.premium,
    shares.map((share) => new Exact(share.percent)),
  );
  const parts = shares.map(({ party }, index) => ({ party, amount: amounts[index] ?? 0n }));
  const own = addFen(...parts.filter(({ party }) => party === 'county').map(({ amount }) => amount));
  if (own === 0n) throw premiumTooSmall();
  const payment = await store.insertCountyPayment(tx, {
    ...{ kind: 'premium_subsidy', fund_id: fund.id, county_code: loan.county_code, bank_id: loan.bank_id },
    ...{ loan_id: loan.id, claim_id: null, amount_fen: own, insurer: input.insurer },
    ...{ policy_no: input.policyNo, premium_fen: input.premium },
    parts: parts.map(({ party, amount }) => ({ party, amount_fen: String(amount) })),
    payee_account_cipher: context.cipher.seal(input.payeeAccount, PAYEE_ACCOUNT_BINDING),
    ...{
      payee_account_last4: input.payeeAccount.slice(-4),
      payee_bank_name: input.payeeBank,
      bank_serial: null,
    },
    ...entered(context, input),
  });
  await tell(tx, context, payment);
  return shown(payment);
}

export interface AdvanceInput extends Voucher {
  readonly claimId: bigint;
  readonly kind: 'advance' | 'advance_repaid';
  readonly amount: Fen;
  /** Of what came back; what goes out gets its serial from the bank's answer. */
  readonly bankSerial: string | null;
}

/** Enters what the county advances on a claim (垫付) while the fund cannot, or what it gets back. */
export async function enterAdvance(tx: Tx, context: Context, input: AdvanceInput): Promise<CountyReply> {
  const states = ['noticed', 'approved', 'instructed', 'paid'] as const;
  const claim = await claimInState(tx, input.claimId, states, '登记县级垫付');
  if (input.onDate > context.today) throw dateAhead('/on_date');
  const payment = await store.insertCountyPayment(tx, {
    ...{ kind: input.kind, fund_id: claim.fund_id, county_code: claim.county_code, bank_id: claim.bank_id },
    ...{ loan_id: claim.loan_id, claim_id: claim.id, amount_fen: input.amount },
    ...{ insurer: null, policy_no: null, premium_fen: null, parts: null, bank_serial: input.bankSerial },
    ...{ payee_account_cipher: null, payee_account_last4: null, payee_bank_name: null },
    ...entered(context, input),
  });
  await tell(tx, context, payment);
  return shown(payment);
}

/**
 * Another person confirms or rejects. Confirmed, what came back is posted between the county's own accounts;
 * what is to go out waits for its payer.
 */
export async function decideCountyPayment(
  tx: Tx,
  context: Context,
  input: EnteredDecision,
): Promise<CountyReply> {
  const payment = await store.lockCountyPayment(tx, input.id);
  if (!payment) throw countyPaymentMissing();
  const by = decidedByAnother(context, payment, {
    ...{ waits: 'entered', enteredBy: payment.entered_by },
    ...{ decided: movementDecided, samePerson: movementSamePerson },
  });
  const decided = { state: input.outcome, ...by };
  if (!(await decideEntered(tx, 'county_payment', payment.id, decided))) throw movementDecided();
  if (input.outcome === 'confirmed' && payment.kind === 'advance_repaid') await post(tx, payment);
  const after = { ...payment, state: input.outcome };
  await tell(tx, context, after);
  return shown(after);
}

/**
 * Money that came back is booked as it was received; what goes out is booked by the bank's answer to its
 * order.
 */
async function post(tx: Tx, payment: store.CountyPaymentRow): Promise<void> {
  const facts = {
    ...{ act: 'county.advance-repaid', subjectKind: 'county_payment', subjectId: payment.id },
    ...{ countyCode: payment.county_code, onDate: payment.on_date, memo: payment.document_no },
  };
  await postEntry(tx, facts, {
    debit: await openAccount(tx, countyBudget(payment.county_code)),
    credit: await openAccount(tx, countySide('advance', payment.county_code)),
    amount: payment.amount_fen,
  });
}

async function tell(tx: Tx, context: Context, payment: store.CountyPaymentRow): Promise<void> {
  await record(tx, context, {
    act: `risk-fund.county-payment-${payment.state}`,
    subjectKind: 'county_payment',
    subjectId: payment.id,
    countyCode: payment.county_code,
    after: { kind: payment.kind, amount_fen: payment.amount_fen, loan_id: payment.loan_id },
  });
}

type CountyReply = ReturnType<typeof shown>;

const shown = (payment: store.CountyPaymentRow, payments: readonly OutlayPayment[] = []) => {
  invariant(payment.amount_fen > 0n, 'a payment is of something');
  const parts = payment.parts?.map(({ party, amount_fen }) => ({ party, amount_fen: BigInt(amount_fen) }));
  return { ...payment, parts: parts ?? null, payments };
};

export async function readCountyPayments(tx: Tx, fundId: bigint): Promise<{ items: CountyReply[] }> {
  if (!(await findFund(tx, fundId))) throw fundMissing();
  const items = await store.countyPaymentsOf(tx, fundId);
  const ids = items.map(({ id }) => id);
  const paid = await outlayPayments(tx, ['county_payment'], ids);
  return {
    items: items.map((item) =>
      shown(
        item,
        paid.filter((payment) => payment.subject_id === item.id),
      ),
    ),
  };
}
