import { addMonths, type PlainDate } from '../../../kernel/date.ts';
import { parseUnits } from '../../../kernel/units.ts';
import { actingPerson } from '../../../platform/acting-person.ts';
import type { Context } from '../../../platform/context.ts';
import { sha256 } from '../../../platform/crypto.ts';
import type { Tx } from '../../../platform/db.ts';
import { record } from '../../audit/index.ts';
import { requireCountyInScope, villageByCode, type VillagePlace } from '../../organisation/index.ts';
import * as failure from '../core/failures.ts';
import type { InsuranceTerms, PolicyKind } from '../core/insurance-rows.ts';
import { policySums, premiumLine } from '../core/premium.ts';
import * as store from '../farm-insurance.store.ts';
import { showPolicy } from './read-policies.ts';

export interface ListedHousehold {
  readonly household_no: string;
  readonly objects: readonly { readonly object_no: string; readonly units: string }[];
}

export interface PolicyInput {
  readonly policy_no: string;
  readonly village_code: string;
  readonly product_code: string;
  readonly kind: PolicyKind;
  readonly signed_on: PlainDate;
  readonly covers_from: PlainDate;
  readonly covers_to: PlainDate;
  readonly own_paid_on: PlainDate | null;
  readonly own_receipt_no: string | null;
  readonly lines: readonly ListedHousehold[];
}

/**
 * Enters a policy with the list of the households it insures (分户清单): premiums by the terms of the day it was
 * signed, the poor by their own shares. Nothing that another policy covers on one of its days.
 */
export async function enterPolicy(tx: Tx, context: Context, input: PolicyInput) {
  const insurerId = context.actor.scope.enterprise;
  if (insurerId === null) throw failure.insurerMissing();
  const village = await villageByCode(tx, input.village_code, context.today);
  if (!village) throw failure.villageUnknown();
  requireCountyInScope(context.actor, village.county_code);
  const terms = await store.termsOfDay(tx, village.county_code, input.product_code, input.signed_on);
  if (!terms) throw failure.termsMissing(input.signed_on);
  requireDays(input, context.today);
  if (input.kind === 'household' && input.lines.length > 1) throw failure.oneHousehold();
  const lines = await readList(tx, input, { terms, village });
  const sums = policySums(lines, terms);
  requireOwnPart(input, sums.household_fen);
  await requireUninsured(tx, input, terms);
  const { policy_no, kind, signed_on, covers_from, covers_to, own_paid_on, own_receipt_no } = input;
  const policy = await store.insertPolicy(
    tx,
    {
      ...{ policy_no, kind, signed_on, covers_from, covers_to, own_paid_on, own_receipt_no },
      ...placeOf(village, input.village_code),
      ...{ insurer_id: insurerId, terms_id: terms.id, ...sums, lines_hash: hashOf(lines) },
      ...{ entered_by: actingPerson(context), entered_on: context.today },
    },
    terms.kind,
    lines,
  );
  await record(tx, context, {
    act: 'farm-insurance.policy-entered',
    subjectKind: 'insurance_policy',
    subjectId: policy.id,
    countyCode: policy.county_code,
    after: { policy_no, line_count: policy.line_count, premium_fen: policy.premium_fen },
  });
  return showPolicy(tx, policy.id);
}

/** Nothing is insured after the event: signed first, then covered; at most two years. */
function requireDays(input: PolicyInput, today: PlainDate): void {
  const { signed_on: signed, covers_from: from, covers_to: to, own_paid_on: paid } = input;
  if (signed > today) throw failure.dateAhead('/signed_on');
  if (paid !== null && paid > today) throw failure.dateAhead('/own_paid_on');
  if (signed > from || from > to || to >= addMonths(from, 24)) throw failure.policyDays();
}

const placeOf = (village: VillagePlace, code: string) => ({
  county_code: village.county_code,
  township_code: village.township_code,
  village_code: code,
  township_name: village.township_name,
  village_name: village.village_name,
});

const hashOf = (lines: readonly store.NewLine[]): string =>
  sha256(
    lines
      .map(({ household_id, units, premium_fen, household_fen, objects }) =>
        [household_id, units, premium_fen, household_fen, ...objects.map((object) => object.object_no)].join(
          '|',
        ),
      )
      .join('\n'),
  );

async function readList(
  tx: Tx,
  input: PolicyInput,
  by: { readonly terms: InsuranceTerms; readonly village: VillagePlace },
): Promise<store.NewLine[]> {
  const numbers = input.lines.map((line) => line.household_no);
  const place = { regionId: by.village.region_id, numbers };
  const found = await store.insurableHouseholds(tx, place, {
    on: input.signed_on,
    statuses: by.terms.poor_statuses,
  });
  const known = new Map(found.map((household) => [household.household_no, household]));
  const seen = { households: new Set<string>(), objects: new Set<string>() };
  return input.lines.map((line, index) => {
    const household = known.get(line.household_no);
    if (!household) throw failure.householdUnknown(index);
    if (seen.households.has(line.household_no)) throw failure.householdTwice(index);
    seen.households.add(line.household_no);
    const objects = readObjects(line.objects, { index, terms: by.terms, seen: seen.objects });
    const units = objects.reduce((sum, object) => sum + object.units, 0n);
    return { ...premiumLine(units, household.poor, by.terms), household_id: household.id, objects };
  });
}

/** The numbers of one household and how much each stands for; each once in a list. */
export function readObjects(
  objects: ListedHousehold['objects'],
  of: {
    readonly index: number;
    readonly terms: InsuranceTerms;
    readonly seen: Set<string>;
    readonly at?: failure.ObjectList;
  },
): store.NewObject[] {
  const { index, terms, seen, at: list } = of;
  return objects.map(({ object_no, units }, at) => {
    const counted = parseUnits(units, terms.unit_places);
    if (counted === null || counted === 0n) throw failure.unitsUnreadable(index, at, terms.unit_places, list);
    if (terms.unit === 'head' && counted !== 1n) throw failure.oneAnimal(index, at, list);
    if (seen.has(object_no)) throw failure.objectTwice(index, at, list);
    seen.add(object_no);
    return { object_no, units: counted };
  });
}

/** The households' own part is in before the policy is entered (见费出单); where it is waived, nothing is. */
function requireOwnPart(input: PolicyInput, own: bigint): void {
  const given = input.own_paid_on !== null && input.own_receipt_no !== null;
  if (own > 0n && !given) throw failure.ownPartMissing();
  if (own === 0n && (input.own_paid_on !== null || input.own_receipt_no !== null))
    throw failure.ownPartWaived();
}

async function requireUninsured(tx: Tx, input: PolicyInput, terms: InsuranceTerms): Promise<void> {
  const numbers = input.lines.flatMap((line) => line.objects.map((object) => object.object_no));
  const wanted = { countyCode: terms.county_code, kind: terms.kind, numbers };
  const taken = await store.takenObjects(tx, wanted, { from: input.covers_from, to: input.covers_to });
  if (taken.length > 0) throw failure.insuredAlready(taken);
}
