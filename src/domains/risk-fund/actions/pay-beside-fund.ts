import type { PlainDate } from '../../../kernel/date.ts';
import type { LoanId } from '../../../kernel/ids.ts';
import { invariant } from '../../../kernel/invariant.ts';
import { addFen, allocate, Exact, type Fen } from '../../../kernel/money.ts';
import type { Context } from '../../../platform/context.ts';
import type { Tx } from '../../../platform/db.ts';
import { record } from '../../audit/index.ts';
import { countyBudget, countySide, openAccount, postEntry } from '../../ledger/index.ts';
import { loanById } from '../../loan/index.ts';
import * as store from '../aftermath.store.ts';
import { countyPaymentMissing, noPremiumShares, premiumTooSmall } from '../core/aftermath-failures.ts';
import { dateAhead, fundMissing, loanMissing, movementDecided, notCovered } from '../core/failures.ts';
import { decideEntered, findFund, fundCovering, termsOfDay } from '../risk-fund.store.ts';
import { actingPerson } from './acting-person.ts';
import type { EnteredDecision } from './decide-movement.ts';
import { claimInState } from './take-claim-step.ts';

interface Voucher {
  readonly onDate: PlainDate;
  readonly documentNo: string;
  readonly bankSerial: string;
}

export interface PremiumInput extends Voucher {
  readonly loanId: LoanId;
  readonly insurer: string;
  readonly policyNo: string;
  readonly premium: Fen;
}

const entered = (context: Context, voucher: Voucher) => ({
  on_date: voucher.onDate,
  document_no: voucher.documentNo,
  bank_serial: voucher.bankSerial,
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
    ...entered(context, input),
  });
  await tell(tx, context, payment);
  return shown(payment);
}

export interface AdvanceInput extends Voucher {
  readonly claimId: bigint;
  readonly kind: 'advance' | 'advance_repaid';
  readonly amount: Fen;
}

/** Enters what the county advances on a claim (垫付) while the fund cannot, or what it gets back. */
export async function enterAdvance(tx: Tx, context: Context, input: AdvanceInput): Promise<CountyReply> {
  const states = ['noticed', 'approved', 'instructed', 'paid'] as const;
  const claim = await claimInState(tx, input.claimId, states, '登记县级垫付');
  if (input.onDate > context.today) throw dateAhead('/on_date');
  const payment = await store.insertCountyPayment(tx, {
    ...{ kind: input.kind, fund_id: claim.fund_id, county_code: claim.county_code, bank_id: claim.bank_id },
    ...{ loan_id: claim.loan_id, claim_id: claim.id, amount_fen: input.amount },
    ...{ insurer: null, policy_no: null, premium_fen: null, parts: null },
    ...entered(context, input),
  });
  await tell(tx, context, payment);
  return shown(payment);
}

/** Another person confirms or rejects; confirmed, it is posted between the county's own accounts. */
export async function decideCountyPayment(
  tx: Tx,
  context: Context,
  input: EnteredDecision,
): Promise<CountyReply> {
  const payment = await store.lockCountyPayment(tx, input.id);
  if (!payment) throw countyPaymentMissing();
  if (payment.state !== 'entered') throw movementDecided();
  const decided = { state: input.outcome, decided_by: actingPerson(context), decided_on: context.today };
  if (!(await decideEntered(tx, 'county_payment', payment.id, decided))) throw movementDecided();
  if (input.outcome === 'confirmed') await post(tx, payment);
  const after = { ...payment, state: input.outcome };
  await tell(tx, context, after);
  return shown(after);
}

async function post(tx: Tx, payment: store.CountyPaymentRow): Promise<void> {
  const side = payment.kind === 'premium_subsidy' ? 'premium' : 'advance';
  const spent = await openAccount(tx, countySide(side, payment.county_code));
  const budget = await openAccount(tx, countyBudget(payment.county_code));
  const back = payment.kind === 'advance_repaid';
  const facts = {
    act: `county.${payment.kind.replace('_', '-')}`,
    ...{ subjectKind: 'county_payment', subjectId: payment.id, countyCode: payment.county_code },
    ...{ onDate: payment.on_date, memo: payment.document_no },
  };
  const movement = back ? { debit: budget, credit: spent } : { debit: spent, credit: budget };
  await postEntry(tx, facts, { ...movement, amount: payment.amount_fen });
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

const shown = (payment: store.CountyPaymentRow) => {
  invariant(payment.amount_fen > 0n, 'a payment is of something');
  const parts = payment.parts?.map(({ party, amount_fen }) => ({ party, amount_fen: BigInt(amount_fen) }));
  return { ...payment, parts: parts ?? null };
};

export async function readCountyPayments(tx: Tx, fundId: bigint): Promise<{ items: CountyReply[] }> {
  if (!(await findFund(tx, fundId))) throw fundMissing();
  return { items: (await store.countyPaymentsOf(tx, fundId)).map(shown) };
}
