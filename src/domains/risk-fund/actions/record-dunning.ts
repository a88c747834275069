import type { PlainDate } from '../../../kernel/date.ts';
import type { LoanId } from '../../../kernel/ids.ts';
import type { Context } from '../../../platform/context.ts';
import type { Tx } from '../../../platform/db.ts';
import { record } from '../../audit/index.ts';
import { loanById } from '../../loan/index.ts';
import type { DunningKind } from '../core/claim-trigger.ts';
import { dateAhead, loanMissing, nothingOwed } from '../core/failures.ts';
import { insertDunning, type NewDunning } from '../risk-fund-claim.store.ts';
import { actingPerson } from './acting-person.ts';

export interface DunningInput {
  readonly loanId: LoanId;
  readonly kind: DunningKind;
  readonly dunnedOn: PlainDate;
  readonly proof: string;
}

/** The bank records how it dunned (催收) a household, with its proof. */
export async function recordDunning(
  tx: Tx,
  context: Context,
  input: DunningInput,
): Promise<NewDunning & { id: bigint }> {
  const loan = await loanById(tx, input.loanId);
  if (!loan) throw loanMissing();
  if (loan.state !== 'disbursed') throw nothingOwed();
  if (input.dunnedOn > context.today) throw dateAhead('/dunned_on');
  const dunning = await insertDunning(tx, {
    loan_id: loan.id,
    county_code: loan.county_code,
    bank_id: loan.bank_id,
    kind: input.kind,
    dunned_on: input.dunnedOn,
    proof: input.proof,
    recorded_by: actingPerson(context),
    recorded_on: context.today,
  });
  await record(tx, context, {
    act: 'risk-fund.dunned',
    subjectKind: 'loan',
    subjectId: loan.id,
    countyCode: loan.county_code,
    after: { kind: input.kind, dunned_on: input.dunnedOn },
  });
  return dunning;
}
