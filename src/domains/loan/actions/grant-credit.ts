import type { HouseholdId } from '../../../kernel/ids.ts';
import type { Context } from '../../../platform/context.ts';
import type { Tx } from '../../../platform/db.ts';
import { decidedByAnother } from '../../../platform/second-person.ts';
import { record } from '../../audit/index.ts';
import { householdPlace } from '../../household/index.ts';
import { householdMissing, inFuture } from '../core/failures.ts';
import {
  checkCredit,
  creditDecided,
  creditMissing,
  ownCredit,
  type CreditId,
  type CreditRow,
  type EnteredCredit,
} from '../core/household-credit.ts';
import {
  decideCreditRow,
  findCredit,
  insertCredit,
  readCredits,
  type CreditFilter,
} from '../household-credit.store.ts';
import { bankOf, personOf } from './acting-person.ts';
import { pageOf } from './read-loans.ts';

/**
 * A person of the bank enters what it thinks of a household and how much it may owe (评级授信); it holds once
 * another confirms it. Throws `loan.future-date`, `loan.credit-waiting`, `loan.credit-known` and the faults
 * of {@link checkCredit}.
 */
export async function enterCredit(
  tx: Tx,
  context: Context,
  input: EnteredCredit & { readonly householdId: HouseholdId },
): Promise<CreditRow> {
  const { householdId, ...credit } = input;
  const bank_id = bankOf(context);
  const unfit = checkCredit(credit);
  if (unfit) throw unfit;
  if (credit.grantedOn > context.today) throw inFuture('/granted_on');
  const place = await householdPlace(tx, householdId);
  if (!place) throw householdMissing();
  const by = { entered_by: personOf(context), entered_on: context.today };
  const row = await insertCredit(
    tx,
    { household_id: householdId, county_code: place.county_code, bank_id, ...by },
    credit,
  );
  await noted(tx, context, row, 'entered');
  return row;
}

/** Another person of the bank confirms it, or sends it back with a reason. */
export async function decideCredit(
  tx: Tx,
  context: Context,
  input: { readonly creditId: CreditId; readonly refusal: string | null },
): Promise<CreditRow> {
  const waiting = await findCredit(tx, input.creditId);
  if (!waiting) throw creditMissing();
  bankOf(context);
  const by = decidedByAnother(context, waiting, {
    ...{ waits: 'proposed', enteredBy: waiting.entered_by },
    ...{ decided: creditDecided, samePerson: ownCredit },
  });
  const state = input.refusal === null ? 'confirmed' : 'refused';
  const decision = { state, ...by, refusal: input.refusal } as const;
  const decided = await decideCreditRow(tx, waiting.id, decision);
  if (!decided) throw creditDecided();
  await noted(tx, context, decided, state);
  return decided;
}

export async function listCredits(tx: Tx, context: Context, filter: CreditFilter) {
  return pageOf(await readCredits(tx, context.actor.scope, filter), filter.limit);
}

const noted = (tx: Tx, context: Context, row: CreditRow, act: 'entered' | 'confirmed' | 'refused') =>
  record(tx, context, {
    act: `loan.credit-${act}`,
    subjectKind: 'household',
    subjectId: row.household_id,
    countyCode: row.county_code,
    after: {
      credit_id: String(row.id),
      grade: row.grade,
      line_fen: row.line_fen,
      granted_on: row.granted_on,
    },
  });
