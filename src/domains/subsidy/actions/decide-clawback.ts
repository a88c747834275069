import { invariant } from '../../../kernel/invariant.ts';
import type { Context } from '../../../platform/context.ts';
import type { Tx } from '../../../platform/db.ts';
import { record } from '../../audit/index.ts';
import { openAccount, postEntry, subsidyExpense, subsidyReceivable } from '../../ledger/index.ts';
import { lockLoan } from '../../loan/index.ts';
import * as no from '../core/clawback-failures.ts';
import type { ClawbackId, ClawbackRow } from '../core/clawback.ts';
import { decideClawbackRow, lockClawback } from '../subsidy-clawback.store.ts';
import { correctionOf } from '../subsidy-correction.store.ts';
import { decidedByAnother } from '../../../platform/second-person.ts';
import { countAgain, linesToAskBack } from './propose-clawback.ts';

/**
 * Another person confirms that money is asked back: from now on it is owed, and stands as a receivable on the
 * ledger against the expense. Throws `clawback.same-person`, `clawback.wrong-state`, `clawback.outdated`.
 */
export async function confirmClawback(tx: Tx, context: Context, id: ClawbackId): Promise<ClawbackRow> {
  const { waiting, by } = await held(tx, context, id);
  const loan = await lockLoan(tx, waiting.loan_id);
  invariant(loan, 'an order belongs to a loan');
  const correction = await correctionOf(tx, loan.id);
  if (correction?.assessed_version !== loan.facts_version) throw no.stillCounting();
  // the order counts as settled: what is still overpaid beside it, or owed again, came up since
  if ((await linesToAskBack(tx, loan)).length > 0 || correction.rest_fen > 0n) throw no.clawbackOutdated();
  const decision = { state: 'confirmed', ...by, refusal: null } as const;
  const confirmed = await decideClawbackRow(tx, id, decision);
  if (!confirmed) throw no.clawbackDecided(waiting.state);
  const { programme_code, county_code } = confirmed;
  await postEntry(
    tx,
    {
      act: 'subsidy.clawback',
      subjectKind: 'subsidy_clawback',
      subjectId: confirmed.id,
      countyCode: county_code,
      onDate: context.today,
      memo: `追缴 ${confirmed.clawback_no}`,
    },
    {
      debit: await openAccount(tx, subsidyReceivable(programme_code, county_code)),
      credit: await openAccount(tx, subsidyExpense(programme_code, county_code)),
      amount: confirmed.amount_fen,
    },
  );
  await note(tx, context, confirmed, 'subsidy.clawback-confirmed');
  return confirmed;
}

/** Another person sends a proposed order back with a reason; the difference is open again. */
export async function refuseClawback(
  tx: Tx,
  context: Context,
  input: { readonly id: ClawbackId; readonly reason: string },
): Promise<ClawbackRow> {
  const { waiting, by } = await held(tx, context, input.id);
  const decision = { state: 'refused', ...by, refusal: input.reason } as const;
  const refused = await decideClawbackRow(tx, input.id, decision);
  if (!refused) throw no.clawbackDecided(waiting.state);
  await countAgain(tx, refused.loan_id);
  await note(tx, context, refused, 'subsidy.clawback-refused');
  return refused;
}

async function held(tx: Tx, context: Context, id: ClawbackId) {
  const waiting = await lockClawback(tx, id);
  if (!waiting) throw no.clawbackMissing();
  const by = decidedByAnother(context, waiting, {
    ...{ waits: 'proposed', enteredBy: waiting.proposed_by },
    ...{ decided: no.clawbackDecided, samePerson: no.ownClawback },
  });
  return { waiting, by };
}

async function note(
  tx: Tx,
  context: Context,
  clawback: ClawbackRow,
  act: `subsidy.clawback-${string}`,
): Promise<void> {
  await record(tx, context, {
    act,
    subjectKind: 'subsidy_clawback',
    subjectId: String(clawback.id),
    countyCode: clawback.county_code,
    after: { amount_fen: String(clawback.amount_fen), refusal: clawback.refusal },
  });
}
