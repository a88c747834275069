import { formatYuan } from '../../../kernel/money.ts';
import type { PlainDate } from '../../../kernel/date.ts';
import type { Id, OrganisationId } from '../../../kernel/ids.ts';
import { actingPerson } from '../../../platform/acting-person.ts';
import type { Context } from '../../../platform/context.ts';
import type { Tx } from '../../../platform/db.ts';
import { decidedByAnother } from '../../../platform/second-person.ts';
import { record } from '../../audit/index.ts';
import { organisationById } from '../../organisation/index.ts';
import { formatShares, recordedHolders } from '../../share/index.ts';
import * as no from '../core/share-dividend-failures.ts';
import { shareDividend } from '../core/share-dividend.ts';
import * as store from '../share-dividend.store.ts';

export interface DeclareInput {
  readonly issueId: Id<'share-issue'>;
  readonly year: number;
  /** Of the project for the year, fen; a loss is negative. */
  readonly profit: bigint;
  readonly documentNo: string;
  /** Who pays; null: the operator of the money. */
  readonly payerId: OrganisationId | null;
  readonly payBy: PlainDate;
}

/** The operator pays; for an asset of the village, the organisation of the county that is named. */
async function payerOf(
  tx: Tx,
  issue: { readonly operator_id: OrganisationId | null; readonly county_code: string },
  named: OrganisationId | null,
): Promise<OrganisationId> {
  if (issue.operator_id !== null) {
    if (named !== null && named !== issue.operator_id) throw no.payerIsOperator();
    return issue.operator_id;
  }
  if (named === null || (await organisationById(tx, named)).county_code !== issue.county_code)
    throw no.payerMissing();
  return named;
}

async function reckon(tx: Tx, { issueId, year, profit }: Pick<DeclareInput, 'issueId' | 'year' | 'profit'>) {
  const recorded = await recordedHolders(tx, issueId, year);
  const dividend = shareDividend(profit, recorded.holders, { ...recorded.issue, ...recorded.terms });
  if (!dividend) throw no.ratiosOver();
  return { ...recorded, dividend };
}

/**
 * Declares what a year brings the holders frozen at its record date; it counts once another person confirms
 * it.
 */
export async function declareShareDividend(tx: Tx, context: Context, input: DeclareInput) {
  const { issue, terms, dividend } = await reckon(tx, input);
  if (input.payBy < context.today) throw no.payDayPast();
  const { lines, ...sums } = dividend;
  const declared = await store.insertShareDividend(
    tx,
    {
      ...{ issue_id: issue.id, county_code: issue.county_code, dividend_year: input.year },
      ...{ terms_id: terms.id, document_no: input.documentNo, profit_fen: input.profit, ...sums },
      ...{ payer_id: await payerOf(tx, issue, input.payerId), pay_by: input.payBy },
      line_count: lines.length,
      ...{ declared_by: actingPerson(context), declared_on: context.today },
    },
    lines,
  );
  await record(tx, context, {
    act: 'dividend.share-declared',
    subjectKind: 'share_dividend',
    subjectId: declared.id,
    countyCode: declared.county_code,
    after: { issue_id: issue.id, dividend_year: input.year, due_fen: declared.due_fen },
  });
  return readShareDividend(tx, declared.id);
}

/**
 * Another person confirms or refuses a declared dividend; confirmed, it is owed to every household that
 * holds.
 */
export async function decideShareDividend(
  tx: Tx,
  context: Context,
  input: { readonly id: bigint; readonly state: 'confirmed' | 'refused' },
) {
  const dividend = await store.lockShareDividend(tx, input.id);
  if (!dividend) throw no.shareDividendMissing();
  const by = decidedByAnother(context, dividend, {
    ...{ waits: 'proposed', enteredBy: dividend.declared_by },
    ...{ decided: no.decidedAlready, samePerson: no.samePerson },
  });
  const decision = { state: input.state, ...by };
  await store.decideShareDividendRow(tx, dividend.id, decision);
  if (input.state === 'confirmed') await store.oweShareDividend(tx, dividend.id);
  await record(tx, context, {
    act: `dividend.share-${input.state}`,
    subjectKind: 'share_dividend',
    subjectId: dividend.id,
    countyCode: dividend.county_code,
    after: { due_fen: dividend.due_fen },
  });
  return readShareDividend(tx, dividend.id);
}

/** A dividend by shares with what it brings each holder. */
export async function readShareDividend(tx: Tx, id: bigint) {
  const dividend = await store.findShareDividend(tx, id);
  if (!dividend) throw no.shareDividendMissing();
  const lines = await store.shareDividendLines(tx, id);
  return {
    ...dividend,
    profit: formatYuan(dividend.profit_fen),
    shared: formatYuan(dividend.shared_fen),
    floor: formatYuan(dividend.floor_fen),
    participating: formatYuan(dividend.participating_fen),
    retained: formatYuan(dividend.retained_fen),
    due: formatYuan(dividend.due_fen),
    parts: dividend.parts.map((part) => ({ ...part, amount: formatYuan(BigInt(part.amount)) })),
    lines: lines.map((line) => ({
      ...line,
      shares: formatShares(line.units, dividend.share_places),
      floor: formatYuan(line.floor_fen),
      participating: formatYuan(line.participating_fen),
      due: formatYuan(line.due_fen),
    })),
  };
}
