import { date } from '../../../kernel/date.ts';
import { fen } from '../../../kernel/money.ts';
import type { Context } from '../../../platform/context.ts';
import type { Tx } from '../../../platform/db.ts';
import { record } from '../../audit/index.ts';
import { allotDividends } from '../core/allot-dividends.ts';
import type { EntryKindName } from '../core/entry-kinds.ts';
import { noTerms, societyMissing } from '../core/failures.ts';
import { decidedAlready, samePerson, wrongSeal } from '../core/loan-failures.ts';
import { splitFees } from '../core/split-fees.ts';
import type { DistributionRow } from '../core/society-rows.ts';
import { distributionMissing, yearNotOver } from '../core/year-failures.ts';
import { lockSociety, termsOfDay } from '../mutual-aid.store.ts';
import * as store from '../mutual-year.store.ts';
import { actingPerson } from '../../../platform/acting-person.ts';
import { decidedByAnother } from '../../../platform/second-person.ts';
import { bookInside } from './book-inside.ts';

const lastDayOf = (year: number) => date(`${year}-12-31`);

/** Draws up how a year's fees are split, once the year is over and nothing of it waits. */
export async function drawDistribution(
  tx: Tx,
  context: Context,
  input: { readonly societyId: bigint; readonly year: number },
): Promise<DistributionRow> {
  const society = await lockSociety(tx, input.societyId);
  if (!society) throw societyMissing();
  const end = lastDayOf(input.year);
  if (context.today <= end) throw yearNotOver();
  const terms = await termsOfDay(tx, society.id, end);
  if (!terms) throw noTerms(end);
  const fees = fen(await store.feesOfYear(tx, society.id, input.year));
  const parts = splitFees(fees, terms);
  const holders = parts.dividend > 0n ? await store.ownOn(tx, society.id, end) : [];
  const amounts = allotDividends(
    parts.dividend,
    holders.map((holder) => holder.own_fen),
  );
  const distribution = await store.insertDistribution(
    tx,
    {
      society_id: society.id,
      county_code: society.county_code,
      terms_id: terms.id,
      year: input.year,
      fees_fen: fees,
      reserve_fen: parts.reserve,
      welfare_fen: parts.welfare,
      running_fen: parts.running,
      dividend_fen: parts.dividend,
      risk_fen: parts.risk,
      drawn_by: actingPerson(context),
      drawn_on: context.today,
    },
    holders.map((holder, place) => ({
      memberId: holder.member_id,
      own: holder.own_fen,
      amount: amounts[place] ?? 0n,
    })),
  );
  await trace(tx, context, distribution, 'distribution-drawn');
  return distribution;
}

/** The chair confirms: the parts are booked, and the year is closed. */
export async function decideDistribution(
  tx: Tx,
  context: Context,
  input: { readonly id: bigint; readonly outcome: 'confirmed' | 'rejected' },
): Promise<DistributionRow> {
  const drawn = await store.lockDistribution(tx, input.id);
  if (!drawn) throw distributionMissing();
  if (context.actor.role !== 'society_chair') throw wrongSeal();
  const asked = {
    ...{ waits: 'drawn', enteredBy: drawn.drawn_by },
    ...{ decided: decidedAlready, samePerson },
  } as const;
  const decided = { state: input.outcome, ...decidedByAnother(context, drawn, asked) };
  await lockSociety(tx, drawn.society_id);
  if (!(await store.changeState(tx, 'mutual_distribution', drawn, decided))) throw decidedAlready();
  if (input.outcome === 'confirmed') {
    await book(tx, context, drawn);
    await store.closeThrough(tx, drawn.society_id, lastDayOf(drawn.year));
  }
  await trace(tx, context, drawn, `distribution-${input.outcome}`);
  return { ...drawn, state: input.outcome };
}

async function book(tx: Tx, context: Context, drawn: DistributionRow): Promise<void> {
  const parts: readonly (readonly [EntryKindName, bigint])[] = [
    ['to_reserve', drawn.reserve_fen],
    ['to_welfare', drawn.welfare_fen],
    ['to_running', drawn.running_fen],
    ['to_dividend', drawn.dividend_fen],
    ['to_risk', drawn.risk_fen],
  ];
  for (const [kind, amount] of parts.filter((part) => part[1] > 0n)) {
    await bookInside(tx, context, {
      society_id: drawn.society_id,
      county_code: drawn.county_code,
      kind,
      amount_fen: amount,
      distribution_id: drawn.id,
      document_no: `${drawn.year}年占用费分配`,
      on_date: context.today,
      entered_by: drawn.drawn_by,
    });
  }
}

const trace = (tx: Tx, context: Context, drawn: DistributionRow, verb: string): Promise<void> =>
  record(tx, context, {
    act: `mutual-aid.${verb}`,
    subjectKind: 'mutual_distribution',
    subjectId: drawn.id,
    countyCode: drawn.county_code,
    after: { year: drawn.year, fees_fen: drawn.fees_fen },
  });
