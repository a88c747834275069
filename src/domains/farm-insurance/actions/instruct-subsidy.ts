import type { OrganisationId } from '../../../kernel/ids.ts';
import type { Context } from '../../../platform/context.ts';
import type { Tx } from '../../../platform/db.ts';
import { premiumAccount } from '../../ledger/index.ts';
import { BANK_KINDS, organisationById, requireGoodStanding } from '../../organisation/index.ts';
import {
  instructCorrected,
  instructFirst,
  PAYEE_ACCOUNT_BINDING,
  type PaidInRounds,
  type PaymentOrder,
} from '../../payment/index.ts';
import { LEVEL_WORDS } from '../core/levels.ts';
import { noInsurerAccount, nothingCorrected } from '../core/subsidy-failures.ts';
import type { SubsidyClaimRow, SubsidyShareRow } from '../core/subsidy-claim-row.ts';
import { sharesOf } from '../insurance-subsidy.store.ts';
import { claimInState, decideOn, moveOn, type ClaimStepInput } from './take-subsidy-step.ts';

export const SHARE_SUBJECT = 'insurance_subsidy_share';

/** A further person has the bank pay an approved claim (拨付): one order a level, of that level's own money. */
export async function instructSubsidy(
  tx: Tx,
  context: Context,
  input: ClaimStepInput & { readonly bankId: OrganisationId },
): Promise<{ orders: PaymentOrder[] }> {
  const claim = await claimInState(tx, input.id, ['approved'], '拨付');
  await requireGoodStanding(tx, input.bankId, { kinds: BANK_KINDS, countyCode: claim.county_code });
  await decideOn(tx, context, claim, { act: 'instruct', remark: input.remark });
  const also = { bank_id: String(input.bankId) };
  await moveOn(tx, context, claim, { to: 'instructed', name: '拨付', also });
  const payee = await insurerAccount(tx, context, claim);
  const orders: PaymentOrder[] = [];
  for (const share of await sharesOf(tx, claim.id)) {
    const line = { ...payee, ...lineOf(claim, share) };
    orders.push(await instructFirst(tx, context, paidBy(claim, share, input.bankId), [line]));
  }
  return { orders };
}

/** Pays again the shares that the bank returned and that were corrected (退票重拨). */
export async function instructSubsidyAgain(
  tx: Tx,
  context: Context,
  id: bigint,
): Promise<{ orders: PaymentOrder[] }> {
  const claim = await claimInState(tx, id, ['instructed', 'partial'], '重新拨付');
  const orders: PaymentOrder[] = [];
  for (const share of await sharesOf(tx, claim.id)) {
    const order = await instructCorrected(tx, context, paidBy(claim, share, claim.bank_id ?? 0n));
    if (order) orders.push(order);
  }
  if (orders.length === 0) throw nothingCorrected();
  return { orders };
}

const lineOf = (claim: SubsidyClaimRow, share: SubsidyShareRow) => ({
  subjectKind: SHARE_SUBJECT,
  subjectRef: String(share.id),
  loanId: null,
  bookingRef: claim.claim_no,
  amountFen: share.amount_fen,
  replacesId: null,
});

/** The insurer's settlement account as the register has it. */
async function insurerAccount(tx: Tx, context: Context, claim: SubsidyClaimRow) {
  const insurer = await organisationById(tx, claim.insurer_id as OrganisationId);
  if (!insurer.account_no) throw noInsurerAccount();
  return {
    payeeKind: 'insurer' as const,
    payeeName: insurer.account_name ?? insurer.name,
    payeeAccountCipher: context.cipher.seal(insurer.account_no, PAYEE_ACCOUNT_BINDING),
    payeeAccountLast4: insurer.account_no.slice(-4),
    payeeBankName: insurer.account_bank ?? insurer.name,
  };
}

const paidBy = (claim: SubsidyClaimRow, share: SubsidyShareRow, bankId: bigint): PaidInRounds => ({
  listNo: `${claim.claim_no}-${share.level}`,
  countyCode: claim.county_code,
  bankId,
  subjectKind: SHARE_SUBJECT,
  subjectId: share.id,
  memo: `保费补贴（${LEVEL_WORDS[share.level]}）${claim.claim_no}`,
  debit: premiumAccount('paid', share.level, claim.county_code),
  credit: premiumAccount('money', share.level, claim.county_code),
});
