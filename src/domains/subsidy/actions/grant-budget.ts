import { invariant } from '../../../kernel/invariant.ts';
import type { Fen } from '../../../kernel/money.ts';
import type { Context } from '../../../platform/context.ts';
import type { Tx } from '../../../platform/db.ts';
import { record } from '../../audit/index.ts';
import { appropriation, openAccount, postEntry, subsidyMoney } from '../../ledger/index.ts';
import { addGrant, lockBudget } from '../subsidy-budget.store.ts';
import { fundWaiting } from './fund-waiting.ts';

export interface GrantInput {
  readonly programmeCode: string;
  readonly countyCode: string;
  readonly fiscalYear: number;
  readonly documentNo: string;
  readonly amount: Fen;
}

/** Records money given for subsidies (指标下达) and funds the batches that wait, oldest approval first. */
export async function grantBudget(
  tx: Tx,
  context: Context,
  input: GrantInput,
): Promise<{ id: bigint; funded_batches: bigint[] }> {
  const budget = await lockBudget(tx, input);
  invariant(context.actor.personId, 'a grant is recorded by a person');
  const grantId = await addGrant(tx, budget, {
    documentNo: input.documentNo,
    amount: input.amount,
    grantedOn: context.today,
    recordedBy: context.actor.personId,
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
