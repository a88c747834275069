import { dateParts, formatDateZh, type PlainDate } from '../../../kernel/date.ts';
import { invariant } from '../../../kernel/invariant.ts';
import { amountInWords } from '../../../kernel/money-words.ts';
import { fen, formatYuanGrouped } from '../../../kernel/money.ts';
import type { SheetRow } from '../../../kernel/sheet.ts';
import { formatUnits } from '../../../kernel/units.ts';
import { UNIT_WORDS, type InsuredUnit, type PolicyRow } from './insurance-rows.ts';
import { stampFields, yearTableVersion, type Stamp } from './year-table.ts';

export interface ListFacts {
  readonly policy: PolicyRow & {
    readonly insurer_name: string;
    readonly product: string;
    readonly unit: InsuredUnit;
    readonly unit_places: number;
  };
  readonly publicity: { readonly from: PlainDate; readonly through: PlainDate } | null;
  readonly lines: readonly ListLine[];
}

/** A household as a board shows it: no card, no identity number. */
export interface ListLine {
  readonly household_no: string;
  readonly head_name: string;
  readonly poor: boolean;
  readonly units: bigint;
  readonly objects: readonly { readonly object_no: string }[];
  readonly sum_insured_fen: bigint;
  readonly premium_fen: bigint;
  readonly household_fen: bigint;
}

/** The version of the paper whose words are those of the day a policy was signed. */
export const policyListVersion = ({ signed_on: signed }: Pick<PolicyRow, 'signed_on'>): 'v1' | 'v2' =>
  yearTableVersion(dateParts(signed).year);

const yuan = (amount: bigint): string => formatYuanGrouped(amount);

/** Final strings of the list of a policy (承保公示清单), by the names of `templates/farm-insurance/policy-list`. */
export function policyListFields({ policy, publicity, lines }: ListFacts, stamp: Stamp) {
  return {
    ...stampFields(stamp),
    policy_no: policy.policy_no,
    place: `${policy.township_name}${policy.village_name}`,
    insurer: policy.insurer_name,
    product: policy.product,
    covers: `${formatDateZh(policy.covers_from)}至${formatDateZh(policy.covers_to)}`,
    signed_on: formatDateZh(policy.signed_on),
    publicity:
      publicity === null ? '尚未公示' : `${formatDateZh(publicity.from)}至${formatDateZh(publicity.through)}`,
    line_count: String(policy.line_count),
    units: `${formatUnits(policy.units, policy.unit_places)}${UNIT_WORDS[policy.unit]}`,
    sum_insured: yuan(policy.sum_insured_fen),
    premium_digits: yuan(policy.premium_fen),
    // endorsed to nought, all of it is given back
    premium_words: policy.premium_fen === 0n ? '人民币零元整' : amountInWords(fen(policy.premium_fen)),
    ...{
      central: yuan(policy.central_fen),
      province: yuan(policy.province_fen),
      city: yuan(policy.city_fen),
    },
    ...{ county: yuan(policy.county_fen), household: yuan(policy.household_fen) },
    lines: { count: lines.length },
  };
}

const MOST_NAMED = 2;

/** Numbers of plots or ear tags; the rest of a long row is counted. */
function named(objects: ListLine['objects']): string {
  const shown = objects.slice(0, MOST_NAMED).map((object) => object.object_no);
  return objects.length > MOST_NAMED ? `${shown.join('、')}等${objects.length}` : shown.join('、');
}

interface Sums {
  readonly units: bigint;
  readonly insured: bigint;
  readonly premium: bigint;
  readonly own: bigint;
}

const sumsOf = (lines: readonly ListLine[]): Sums =>
  lines.reduce<Sums>(
    (sums, line) => ({
      units: sums.units + line.units,
      insured: sums.insured + line.sum_insured_fen,
      premium: sums.premium + line.premium_fen,
      own: sums.own + line.household_fen,
    }),
    { units: 0n, insured: 0n, premium: 0n, own: 0n },
  );

/** The rows of the list: a household a line, the subtotal of each full page, the total. */
export function* policyListRows(facts: ListFacts, pageRows: readonly number[]): Generator<SheetRow> {
  const { policy, lines } = facts;
  let [page, from] = [0, 0];
  for (const [index, line] of lines.entries()) {
    yield {
      kind: 'line',
      cells: [
        ...[String(index + 1), line.household_no, line.head_name, line.poor ? '是' : '否'],
        ...[named(line.objects), formatUnits(line.units, policy.unit_places)],
        ...[yuan(line.sum_insured_fen), yuan(line.premium_fen)],
        ...[yuan(line.premium_fen - line.household_fen), yuan(line.household_fen)],
      ],
    };
    if (index + 1 - from !== pageRows[page]) continue;
    yield sumRow('subtotal', '本页合计', sumsOf(lines.slice(from, index + 1)), policy.unit_places);
    [page, from] = [page + 1, index + 1];
  }
  const all = sumsOf(lines);
  invariant(
    all.premium === policy.premium_fen && all.own === policy.household_fen,
    'a list sums to its policy',
  );
  yield sumRow('total', '全部合计', all, policy.unit_places);
}

const sumRow = (kind: 'subtotal' | 'total', label: string, sums: Sums, places: number): SheetRow => ({
  kind,
  cells: [
    ...[label, '', '', '', '', formatUnits(sums.units, places), yuan(sums.insured), yuan(sums.premium)],
    ...[yuan(sums.premium - sums.own), yuan(sums.own)],
  ],
});
