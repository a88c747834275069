import { formatYuanGrouped } from '../../../kernel/money.ts';
import { formatUnits } from '../../../kernel/units.ts';
import type { Context } from '../../../platform/context.ts';
import type { Tx } from '../../../platform/db.ts';
import type { FileReply } from '../../../platform/http/file-reply.ts';
import { workbookReply } from '../../../platform/http/workbook-reply.ts';
import { record } from '../../audit/index.ts';
import { issueWhenChanged, loadTemplate, type DocumentRow } from '../../document/index.ts';
import { requireCountyInScope } from '../../organisation/index.ts';
import { policyListFields, policyListRows, policyListVersion } from '../core/policy-list.ts';
import {
  claimsRatio,
  yearFields,
  yearRows,
  yearTableVersion,
  yearTotals,
  type YearFacts,
} from '../core/year-table.ts';
import { policyLines } from '../farm-insurance.views.ts';
import * as views from '../insurance-year.views.ts';
import { POLICY_SUBJECT } from './post-list.ts';
import { requirePolicy } from './read-policies.ts';
import { yearWorkbook } from './year-workbook.ts';

async function factsOf(tx: Tx, context: Context, place: views.YearPlace): Promise<YearFacts> {
  requireCountyInScope(context.actor, place.county_code);
  const rows = await views.yearRowsOf(tx, place);
  const county = await views.countyName(tx, place.county_code);
  return { county, year: place.year, on: context.today, rows };
}

/** The yearly table of a county: what the reader's scope shows of it. */
export async function readYear(tx: Tx, context: Context, place: views.YearPlace) {
  const { rows, county } = await factsOf(tx, context, place);
  const totals = yearTotals(rows);
  return {
    ...{ county_code: place.county_code, county_name: county, year: place.year },
    items: rows.map((row) => ({
      ...row,
      units: formatUnits(row.units, row.unit_places),
      claims_percent: claimsRatio(row),
    })),
    totals: { ...totals, claims_percent: claimsRatio(totals) },
  };
}

/** The same household by household, with every claim it received. */
export async function readYearHouseholds(
  tx: Tx,
  context: Context,
  query: views.YearPlace & { readonly after?: bigint | undefined; readonly limit: number },
) {
  requireCountyInScope(context.actor, query.county_code);
  const { items, next } = await views.yearHouseholds(tx, query, query);
  const shown = items.map((household) => ({
    ...household,
    receipts: household.receipts.map((receipt) => ({ ...receipt, amount_fen: BigInt(receipt.amount_fen) })),
  }));
  return { items: shown, next };
}

/** Households of one workbook; a county has fewer. */
const MOST_HOUSEHOLDS = 100_000;

export async function downloadYear(tx: Tx, context: Context, place: views.YearPlace): Promise<FileReply> {
  const facts = await factsOf(tx, context, place);
  const { items } = await views.yearHouseholds(tx, place, { limit: MOST_HOUSEHOLDS });
  const workbook = yearWorkbook(facts, items);
  await record(tx, context, {
    act: 'farm-insurance.year-downloaded',
    subjectKind: 'insurance_year',
    subjectId: yearSubject(place),
    countyCode: place.county_code,
  });
  return workbookReply(`farm-insurance-${place.county_code}-${String(place.year)}`, workbook);
}

/** A county's year as the register of papers names it. */
const yearSubject = (place: views.YearPlace): bigint => BigInt(`${place.county_code}${String(place.year)}`);

/** The yearly table as a paper (农业保险年度表). */
export async function issueYear(tx: Tx, context: Context, place: views.YearPlace): Promise<DocumentRow> {
  const facts = await factsOf(tx, context, place);
  const totals = yearTotals(facts.rows);
  return issueWhenChanged(tx, context, {
    kind: 'insurance_year_table',
    subjectKind: 'insurance_year',
    subjectId: yearSubject(place),
    countyCode: place.county_code,
    template: loadTemplate({
      slice: 'farm-insurance',
      name: 'year-table',
      version: yearTableVersion(place.year),
    }),
    number: `NX${place.county_code}-${String(place.year)}`,
    fields: (stamp) => yearFields({ ...facts, on: stamp.issuedOn }, stamp),
    rows: (_stamp, pageRows) => yearRows(facts, pageRows),
    facts: {
      文书: '政策性农业保险年度表',
      县区: facts.county,
      年度: `${String(place.year)}年`,
      保费: `${formatYuanGrouped(totals.premium_fen)} 元`,
      到账赔款: `${formatYuanGrouped(totals.received_fen)} 元`,
    },
  });
}

/** The list of a policy as it hangs on the boards (承保公示清单). */
export async function issuePolicyList(tx: Tx, context: Context, id: bigint): Promise<DocumentRow> {
  const policy = await requirePolicy(tx, id);
  const lines = await policyLines(tx, id);
  const facts = { policy, lines, publicity: await views.postingOf(tx, POLICY_SUBJECT, id) };
  return issueWhenChanged(tx, context, {
    kind: 'insurance_policy_list',
    subjectKind: POLICY_SUBJECT,
    subjectId: id,
    countyCode: policy.county_code,
    enterpriseId: policy.insurer_id,
    template: loadTemplate({
      slice: 'farm-insurance',
      name: 'policy-list',
      version: policyListVersion(policy),
    }),
    number: policy.policy_no,
    fields: (stamp) => policyListFields(facts, stamp),
    rows: (_stamp, pageRows) => policyListRows(facts, pageRows),
    facts: {
      文书: '农业保险承保公示清单',
      保单号: policy.policy_no,
      承保机构: policy.insurer_name,
      户数: `${String(policy.line_count)} 户`,
      保费: `${formatYuanGrouped(policy.premium_fen)} 元`,
    },
  });
}
