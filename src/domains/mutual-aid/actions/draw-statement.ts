import { addDays, addMonths, date, type PlainDate } from '../../../kernel/date.ts';
import type { Context } from '../../../platform/context.ts';
import type { Tx } from '../../../platform/db.ts';
import { record } from '../../audit/index.ts';
import { noTerms, societyMissing } from '../core/failures.ts';
import { decidedAlready, samePerson, wrongSeal } from '../core/loan-failures.ts';
import * as failure from '../core/statement-failures.ts';
import { lockSociety, termsOfDay } from '../mutual-aid.store.ts';
import * as store from '../mutual-statement.store.ts';
import { closeThrough } from '../mutual-year.store.ts';
import { actingPerson } from '../../../platform/acting-person.ts';
import { decidedByAnother } from '../../../platform/second-person.ts';

/** Last day of the month that begins on `month`. */
export const lastDayOf = (month: PlainDate): PlainDate => addDays(addMonths(month, 1), -1);

/** The accountant draws up a month once it is over and nothing of it waits. */
export async function drawStatement(
  tx: Tx,
  context: Context,
  input: { readonly societyId: bigint; readonly month: string },
): Promise<store.StatementRow> {
  const society = await lockSociety(tx, input.societyId);
  if (!society) throw societyMissing();
  const month = date(`${input.month}-01`);
  if (context.today <= lastDayOf(month)) throw failure.monthNotOver();
  const drawn = { month, by: actingPerson(context), on: context.today };
  const statement = await store.insertStatement(tx, society, drawn);
  await trace(tx, context, statement, 'statement-drawn');
  return statement;
}

/** The chair confirms the month: it is closed, and may hang on the board. */
export async function decideStatement(
  tx: Tx,
  context: Context,
  input: { readonly id: bigint; readonly outcome: 'confirmed' | 'rejected' },
): Promise<store.StatementRow> {
  const drawn = await store.lockStatement(tx, input.id);
  if (!drawn) throw failure.statementMissing();
  if (context.actor.role !== 'society_chair') throw wrongSeal();
  const asked = {
    ...{ waits: 'drawn', enteredBy: drawn.drawn_by },
    ...{ decided: decidedAlready, samePerson },
  } as const;
  const decided = { state: input.outcome, ...decidedByAnother(context, drawn, asked) };
  await lockSociety(tx, drawn.society_id);
  if (!(await store.decideStatement(tx, drawn.id, decided))) throw decidedAlready();
  if (input.outcome === 'confirmed') await closeThrough(tx, drawn.society_id, lastDayOf(drawn.month));
  await trace(tx, context, drawn, `statement-${input.outcome}`);
  return { ...drawn, state: input.outcome, decided_on: context.today };
}

export interface PostingInput {
  readonly id: bigint;
  readonly place: string;
  readonly postedOn: PlainDate;
  readonly untilOn: PlainDate;
}

/** Records where a confirmed statement hung and how long: the days of the terms, from the day after. */
export async function postStatement(
  tx: Tx,
  context: Context,
  input: PostingInput,
): Promise<store.PostingRow> {
  const statement = await store.lockStatement(tx, input.id);
  if (!statement) throw failure.statementMissing();
  if (statement.state !== 'confirmed' || statement.decided_on === null) throw failure.notConfirmed();
  const terms = await termsOfDay(tx, statement.society_id, input.postedOn);
  if (!terms) throw noTerms(input.postedOn);
  const tooShort = input.untilOn < addDays(input.postedOn, terms.posting_days);
  if (tooShort || input.postedOn < statement.decided_on) throw failure.postingTooShort(terms.posting_days);
  const posting = await store.insertPosting(tx, statement, {
    place: input.place,
    posted_on: input.postedOn,
    until_on: input.untilOn,
    posted_by: actingPerson(context),
    poster_name: context.actor.personName,
  });
  await trace(tx, context, statement, 'statement-posted');
  return posting;
}

const trace = (tx: Tx, context: Context, statement: store.StatementRow, verb: string): Promise<void> =>
  record(tx, context, {
    act: `mutual-aid.${verb}`,
    subjectKind: 'mutual_statement',
    subjectId: statement.id,
    countyCode: statement.county_code,
    after: { month: statement.month },
  });
