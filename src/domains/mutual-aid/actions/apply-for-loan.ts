import type { Fen } from '../../../kernel/money.ts';
import type { Context } from '../../../platform/context.ts';
import type { Tx } from '../../../platform/db.ts';
import { record } from '../../audit/index.ts';
import { assessLoan } from '../core/assess-loan.ts';
import { memberMissing, noTerms, societyMissing } from '../core/failures.ts';
import { notInGroup } from '../core/loan-failures.ts';
import type { MutualLoanRow } from '../core/society-rows.ts';
import {
  findMember,
  lockSociety,
  memberShares,
  standingGroup,
  standingOf,
  termsOfDay,
} from '../mutual-aid.store.ts';
import { pocketsOf } from '../mutual-aid.views.ts';
import { insertDecision, insertLoan, pastCycles } from '../mutual-loan.store.ts';
import { actingPerson } from '../../../platform/acting-person.ts';

export interface LoanInput {
  readonly societyId: bigint;
  readonly memberId: bigint;
  readonly amount: Fen;
  readonly months: number;
  readonly purpose: string;
}

/**
 * Takes a member's application, judged by the terms of the day: its group stands for it, its cycle limits
 * it, and what of it is the member's own money is fixed now.
 */
export async function applyForLoan(tx: Tx, context: Context, input: LoanInput): Promise<MutualLoanRow> {
  const society = await lockSociety(tx, input.societyId);
  if (!society) throw societyMissing();
  const member = await findMember(tx, input.memberId);
  if (member?.society_id !== society.id || member.left_on !== null) throw memberMissing();
  const terms = await termsOfDay(tx, society.id, context.today);
  if (!terms) throw noTerms(context.today);
  const groupId = await standingGroup(tx, member.id);
  if (groupId === null) throw notInGroup();
  const past = await pastCycles(tx, society.id, member.household_id);
  const assessed = assessLoan(terms, {
    ...{ amount: input.amount, months: input.months },
    cycle: past.repaid + 1,
    repaidOnTime: past.on_time,
    shares: await memberShares(tx, member.id),
    pockets: await pocketsOf(tx, society.id),
    standing: await standingOf(tx, society.id, context.today),
    on: context.today,
  });
  const loan = await insertLoan(tx, {
    society_id: society.id,
    county_code: society.county_code,
    member_id: member.id,
    household_id: member.household_id,
    group_id: groupId,
    terms_id: terms.id,
    cycle: past.repaid + 1,
    limit_fen: assessed.limit,
    amount_fen: input.amount,
    months: input.months,
    purpose: input.purpose,
    own_fen: assessed.own,
    fee_units: terms.fee_units,
    applied_on: context.today,
  });
  await insertDecision(tx, loan, {
    act: 'apply',
    personId: actingPerson(context),
    personName: context.actor.personName,
    role: context.actor.role,
    on: context.today,
  });
  await trace(tx, context, loan);
  return loan;
}

const trace = (tx: Tx, context: Context, loan: MutualLoanRow): Promise<void> =>
  record(tx, context, {
    act: 'mutual-aid.loan-applied',
    subjectKind: 'mutual_loan',
    subjectId: loan.id,
    countyCode: loan.county_code,
    after: { loan_no: loan.loan_no, amount_fen: loan.amount_fen, months: loan.months, cycle: loan.cycle },
  });
