import type { LoanId } from '../../../kernel/ids.ts';
import type { Context } from '../../../platform/context.ts';
import type { Tx } from '../../../platform/db.ts';
import { decidedByAnother } from '../../../platform/second-person.ts';
import { record } from '../../audit/index.ts';
import * as no from '../core/dunning-strike.ts';
import type { StrikeId, StrikeRow } from '../core/dunning-strike.ts';
import { dunningMissing } from '../core/dunning.ts';
import * as store from '../dunning-strike.store.ts';
import { findDunning } from '../loan-dunning.store.ts';
import { lockLoan } from '../loan.store.ts';
import { bankOf, personOf } from './acting-person.ts';
import { pageOf } from './read-loans.ts';

export interface StrikeInput {
  readonly loanId: LoanId;
  readonly dunningId: bigint;
  readonly reason: string;
}

/**
 * A person of the bank asks to strike (划销) a dunning that was entered wrongly; it counts until another
 * confirms. Throws `loan.dunning-struck`, `loan.strike-waiting`, and `loan.dunning-relied-on` where a
 * confirmed call or a filed claim rests on it.
 */
export async function proposeStrike(tx: Tx, context: Context, input: StrikeInput): Promise<StrikeRow> {
  bankOf(context);
  const dunning = await findDunning(tx, input.loanId, input.dunningId);
  if (!dunning) throw dunningMissing();
  await lockLoan(tx, dunning.loan_id);
  const { loan_id, county_code, bank_id } = dunning;
  const strike = await store.insertStrike(tx, {
    ...{ dunning_id: dunning.id, loan_id, county_code, bank_id, reason: input.reason },
    ...{ proposed_by: personOf(context), proposed_on: context.today },
  });
  await tell(tx, context, strike, 'proposed');
  return strike;
}

/** Another person of the bank strikes it, or sends the wish back with a reason. */
export async function decideStrike(
  tx: Tx,
  context: Context,
  input: { readonly id: StrikeId; readonly refusal: string | null },
): Promise<StrikeRow> {
  bankOf(context);
  const waiting = await store.lockStrike(tx, input.id);
  if (!waiting) throw no.strikeMissing();
  const by = decidedByAnother(context, waiting, {
    ...{ waits: 'proposed', enteredBy: waiting.proposed_by },
    ...{ decided: no.strikeDecided, samePerson: no.ownStrike },
  });
  const state = input.refusal === null ? 'confirmed' : 'refused';
  const strike = await store.decideStrikeRow(tx, waiting.id, { state, refusal: input.refusal, ...by });
  await tell(tx, context, strike, state);
  return strike;
}

export async function listStrikes(tx: Tx, page: Parameters<typeof store.findStrikes>[1]) {
  return pageOf(await store.findStrikes(tx, page), page.limit);
}

const tell = (tx: Tx, context: Context, strike: StrikeRow, act: 'proposed' | 'confirmed' | 'refused') =>
  record(tx, context, {
    act: `loan.dunning-strike-${act}`,
    subjectKind: 'loan',
    subjectId: strike.loan_id,
    countyCode: strike.county_code,
    after: {
      ...{ dunning_id: String(strike.dunning_id), strike_id: String(strike.id) },
      reason: strike.refusal ?? strike.reason,
    },
  });
