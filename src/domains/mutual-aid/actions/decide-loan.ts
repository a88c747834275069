import { invariant } from '../../../kernel/invariant.ts';
import type { Context } from '../../../platform/context.ts';
import type { Tx } from '../../../platform/db.ts';
import { record } from '../../audit/index.ts';
import { loanMissing } from '../core/failures.ts';
import { wrongState } from '../core/loan-failures.ts';
import type { MutualLoanRow } from '../core/society-rows.ts';
import { loanView, decisionsOf, type LoanView } from '../mutual-aid.views.ts';
import { changeLoan, insertDecision, lockLoan, type NewDecision } from '../mutual-loan.store.ts';
import { actingPerson } from '../../../platform/acting-person.ts';

async function decide(tx: Tx, context: Context, loan: MutualLoanRow, act: NewDecision['act']): Promise<void> {
  await insertDecision(tx, loan, {
    act,
    personId: actingPerson(context),
    personName: context.actor.personName,
    role: context.actor.role,
    on: context.today,
  });
  await record(tx, context, {
    act: `mutual-aid.loan-${act.replace('_', '-')}`,
    subjectKind: 'mutual_loan',
    subjectId: loan.id,
    countyCode: loan.county_code,
    after: { loan_no: loan.loan_no },
  });
}

async function waiting(tx: Tx, id: bigint, act: string): Promise<MutualLoanRow> {
  const loan = await lockLoan(tx, id);
  if (!loan) throw loanMissing();
  if (loan.state !== 'applied') throw wrongState(act);
  return loan;
}

async function shown(tx: Tx, id: bigint): Promise<LoanView> {
  const view = await loanView(tx, id);
  invariant(view, 'a decided loan exists');
  return view;
}

/** An officer's yes: chair and accountant, in either order, two persons. */
export async function approveLoan(tx: Tx, context: Context, id: bigint): Promise<LoanView> {
  const loan = await waiting(tx, id, '审批');
  await decide(tx, context, loan, context.actor.role === 'society_chair' ? 'chair' : 'accountant');
  return shown(tx, id);
}

/** The township's co-signature (会签), after both officers: the loan may be paid out. */
export async function coSignLoan(tx: Tx, context: Context, id: bigint): Promise<LoanView> {
  const loan = await waiting(tx, id, '会签');
  const acts = (await decisionsOf(tx, id)).map(({ act }) => act);
  if (!acts.includes('chair') || !acts.includes('accountant'))
    throw wrongState('会签（两名负责人尚未都审批）');
  await decide(tx, context, loan, 'co_sign');
  await changeLoan(tx, loan, { state: 'approved' });
  return shown(tx, id);
}

/** Says no, with the reason; at any step before approval. */
export async function refuseLoan(
  tx: Tx,
  context: Context,
  input: { readonly id: bigint; readonly reason: string },
): Promise<LoanView> {
  const loan = await waiting(tx, input.id, '否决');
  await decide(tx, context, loan, 'refuse');
  await changeLoan(tx, loan, { state: 'refused', refusal: input.reason });
  return shown(tx, input.id);
}
