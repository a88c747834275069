import type { PlainDate } from '../../../kernel/date.ts';
import type { LoanId } from '../../../kernel/ids.ts';
import type { Context } from '../../../platform/context.ts';
import type { Tx } from '../../../platform/db.ts';
import { record } from '../../audit/index.ts';
import type { DunningKind } from '../core/dunning.ts';
import { beforeDisbursement, inFuture, loanMissing, wrongState } from '../core/failures.ts';
import { insertDunning, type DunningRow } from '../loan-dunning.store.ts';
import { findLoan } from '../loan.store.ts';
import { personOf } from './acting-person.ts';

export interface DunningInput {
  readonly loanId: LoanId;
  readonly kind: DunningKind;
  readonly dunnedOn: PlainDate;
  readonly proof: string;
  /** Who served, posted or called; the person who enters it when nobody else is named. */
  readonly servedBy?: string | null;
  /** The printed notice that was served. */
  readonly noticeId?: bigint | null;
}

/**
 * The bank records how it dunned (催收) a household: dates, kind, who went, what proves it. Nothing of it is
 * edited later. Throws `loan.dunning-known`, `loan.future-date`, `loan.before-disbursement`.
 */
export async function recordDunning(tx: Tx, context: Context, input: DunningInput): Promise<DunningRow> {
  const loan = await findLoan(tx, input.loanId);
  if (!loan) throw loanMissing();
  if (loan.state !== 'disbursed' || loan.disbursed_on === null) throw wrongState('dun', loan.state);
  if (input.dunnedOn > context.today) throw inFuture('/dunned_on');
  if (input.dunnedOn < loan.disbursed_on) throw beforeDisbursement(loan.disbursed_on, '/dunned_on');
  const dunning = await insertDunning(tx, {
    loan_id: loan.id,
    county_code: loan.county_code,
    bank_id: loan.bank_id,
    kind: input.kind,
    dunned_on: input.dunnedOn,
    proof: input.proof,
    served_by: input.servedBy ?? context.actor.personName,
    notice_id: input.noticeId ?? null,
    recorded_by: personOf(context),
    recorded_on: context.today,
  });
  await record(tx, context, {
    act: 'loan.dunned',
    subjectKind: 'loan',
    subjectId: loan.id,
    countyCode: loan.county_code,
    after: { dunning_id: String(dunning.id), kind: input.kind, dunned_on: input.dunnedOn },
  });
  return dunning;
}
