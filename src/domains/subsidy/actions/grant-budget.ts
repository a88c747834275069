import { formatYuan, type Fen } from '../../../kernel/money.ts';
import type { Context } from '../../../platform/context.ts';
import type { Tx } from '../../../platform/db.ts';
import { record } from '../../audit/index.ts';
import { enterWork, type CountersignedWork, type SignedWork, type WorkRow } from '../../countersign/index.ts';
import { appropriation, openAccount, postEntry, subsidyMoney } from '../../ledger/index.ts';
import { grantKnown } from '../core/failures.ts';
import { addGrant, isGranted, lockBudget } from '../subsidy-budget.store.ts';
import { fundWaiting } from './fund-waiting.ts';

export interface GrantInput {
  readonly programmeCode: string;
  readonly countyCode: string;
  readonly fiscalYear: number;
  readonly documentNo: string;
  readonly amount: Fen;
}

/** One person enters money given for subsidies (指标下达); it counts when another has confirmed it. */
export async function enterGrant(tx: Tx, context: Context, input: GrantInput): Promise<WorkRow> {
  // a programme that nobody has, and a county out of reach, are refused here already
  const budget = await lockBudget(tx, input);
  if (await isGranted(tx, input)) throw grantKnown();
  return enterWork(tx, context, {
    kind: 'budget_grant',
    countyCode: input.countyCode,
    subjectId: budget.id,
    onceKey: input.documentNo,
    amount: input.amount,
    input,
    content: {
      programme_code: input.programmeCode,
      fiscal_year: String(input.fiscalYear),
      document_no: input.documentNo,
      amount: formatYuan(input.amount),
    },
  });
}

/**
 * Money that two persons have signed for is there from now on; batches that wait get it, oldest approval
 * first.
 */
async function grantBudget(
  tx: Tx,
  context: Context,
  work: SignedWork,
): Promise<{ id: bigint; funded_batches: bigint[] }> {
  const input = work.input as GrantInput;
  const budget = await lockBudget(tx, input);
  const grantId = await addGrant(tx, budget, {
    documentNo: input.documentNo,
    amount: input.amount,
    grantedOn: context.today,
    recordedBy: work.enteredBy,
    countersignId: work.id,
  });
  await postEntry(
    tx,
    {
      act: 'subsidy.grant',
      subjectKind: 'subsidy_budget_grant',
      subjectId: grantId,
      countyCode: input.countyCode,
      onDate: context.today,
      memo: `指标下达 ${input.documentNo}`,
    },
    {
      debit: await openAccount(tx, subsidyMoney(input.programmeCode, input.countyCode)),
      credit: await openAccount(tx, appropriation(input.programmeCode)),
      amount: input.amount,
    },
  );
  const funded = await fundWaiting(tx, budget);
  await record(tx, context, {
    act: 'subsidy.budget-granted',
    subjectKind: 'subsidy_budget',
    subjectId: String(budget.id),
    countyCode: input.countyCode,
    after: { document_no: input.documentNo, amount_fen: String(input.amount), funded: funded.map(String) },
  });
  return { id: grantId, funded_batches: funded };
}

export const budgetGrantWork: CountersignedWork = {
  kind: 'budget_grant',
  access: 'budget.confirm-grant',
  carryOut: grantBudget,
};
