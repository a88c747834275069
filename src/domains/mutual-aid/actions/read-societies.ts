import type { PlainDate } from '../../../kernel/date.ts';
import { formatPercent } from '../../../kernel/rate.ts';
import type { Context } from '../../../platform/context.ts';
import type { Tx } from '../../../platform/db.ts';
import { loanMissing, noTerms, societyMissing } from '../core/failures.ts';
import { societyRatios } from '../core/society-ratios.ts';
import type { Terms } from '../core/society-rows.ts';
import { distributionMissing } from '../core/year-failures.ts';
import { standingOf, termsOfDay } from '../mutual-aid.store.ts';
import * as views from '../mutual-aid.views.ts';
import { guarantorsOf } from '../mutual-signature.store.ts';
import { writeOffsOfLoan } from '../mutual-write-off.store.ts';
import * as yearViews from '../mutual-year.views.ts';

export const readSocieties = (tx: Tx, query: Parameters<typeof views.listSocieties>[1]) =>
  views.listSocieties(tx, query);

async function requireSociety(tx: Tx, id: bigint): Promise<views.SocietyView> {
  const society = await views.societyView(tx, id);
  if (!society) throw societyMissing();
  return society;
}

/** One society with every pocket of its books and the versions of its terms. */
export async function readSociety(tx: Tx, id: bigint) {
  const society = await requireSociety(tx, id);
  const terms = (await views.termsOfSociety(tx, id)).map(termsShown);
  return { ...society, pockets: await views.pocketsOf(tx, id), terms };
}

/** Terms as a reply shows them: the rate in per mille, the multiple as a number. */
export const termsShown = ({ fee_units, fee_cap_units, unit_fen, leverage_times, ...terms }: Terms) => ({
  ...terms,
  fee_per_mille: formatPercent(fee_units),
  fee_cap_per_mille: formatPercent(fee_cap_units),
  contribution_unit_fen: unit_fen,
  leverage_times: leverage_times === null ? null : formatPercent(leverage_times),
});

/** The ratios of a society now, and what they forbid or warn of. */
export async function readRatios(tx: Tx, context: Context, id: bigint) {
  await requireSociety(tx, id);
  const on: PlainDate = context.today;
  const terms = await termsOfDay(tx, id, on);
  if (!terms) throw noTerms(on);
  const standing = await standingOf(tx, id, on);
  const { lendingUnits, badUnits, warnings } = societyRatios(standing, terms, on);
  return {
    on,
    ...standing,
    lending_percent: lendingUnits === null ? null : formatPercent(lendingUnits),
    bad_percent: badUnits === null ? null : formatPercent(badUnits),
    warnings,
  };
}

/** Reads one of a society's lists, of a society that is in sight. */
const listed =
  <Query, Row>(list: (tx: Tx, societyId: bigint, query: Query) => Promise<Row>) =>
  async (tx: Tx, id: bigint, query: Query): Promise<Row> => {
    await requireSociety(tx, id);
    return list(tx, id, query);
  };

export const readMembers = listed(views.listMembers);
export const readGroups = listed(views.listGroups);
export const readEntries = listed(views.listEntries);
export const readLoans = listed(views.listLoans);

/** One loan with everybody who decided on it and every movement of its money. */
export async function readLoan(tx: Tx, id: bigint) {
  const loan = await views.loanView(tx, id);
  if (!loan) throw loanMissing();
  const decisions = await views.decisionsOf(tx, id);
  const entries = await views.entriesOfLoan(tx, id);
  return {
    ...{ ...loan, decisions, entries, vote_records: await yearViews.extensionsOf(tx, id) },
    write_offs: await writeOffsOfLoan(tx, id),
    guarantors: await guarantorsOf(tx, id),
  };
}

export const readDistributions = listed(yearViews.listDistributions);
export const readCredits = listed(yearViews.listCredits);

/**
 * One year's distribution with the members' dividends, of which there are none unless the terms allow them.
 */
export async function readDistribution(tx: Tx, id: bigint) {
  const distribution = await yearViews.distributionById(tx, id);
  if (!distribution) throw distributionMissing();
  return { ...distribution, dividends: await yearViews.dividendsOf(tx, id) };
}
