import type { PlainDate } from '../../../kernel/date.ts';
import type { Tx } from '../../../platform/db.ts';
import { villageByCode } from '../../organisation/index.ts';
import { chargedDays, rowChange, unlisted, type ChangedRow } from '../core/endorsement.ts';
import * as failure from '../core/endorsement-failures.ts';
import { householdTwice, householdUnknown, objectTwice } from '../core/failures.ts';
import type { InsuranceTerms, PolicyRow } from '../core/insurance-rows.ts';
import type { PremiumLine } from '../core/premium.ts';
import { insurableHouseholds, type Insurable } from '../farm-insurance.store.ts';
import type { ChangedObject, StandingLine } from '../insurance-endorsement.store.ts';
import { readObjects } from './enter-policy.ts';

export interface ChangedHousehold {
  readonly household_no: string;
  readonly added: readonly { readonly object_no: string; readonly units: string }[];
  /** Numbers that are insured no longer. */
  readonly ended: readonly string[];
}

export interface ReadChange extends ChangedRow {
  readonly householdId: bigint;
  readonly isNew: boolean;
  readonly objects: readonly ChangedObject[];
}

interface Asked {
  readonly policy: PolicyRow;
  readonly terms: InsuranceTerms;
  readonly standing: readonly StandingLine[];
  readonly input: {
    readonly signed_on: PlainDate;
    readonly from_on: PlainDate;
    readonly lines: readonly ChangedHousehold[];
  };
}

/** What an endorsement says of each household, priced by the terms of its policy. */
export async function readChanges(tx: Tx, asked: Asked): Promise<ReadChange[]> {
  const { policy, terms, standing, input } = asked;
  const listed = new Map(standing.map((line) => [line.household_no, line]));
  const unknown = input.lines.map((line) => line.household_no).filter((no) => !listed.has(no));
  const others = new Map((await newcomers(tx, asked, unknown)).map((found) => [found.household_no, found]));
  const days = chargedDays(policy, input.from_on, terms);
  const seen = { households: new Set<string>(), added: new Set<string>() };
  return input.lines.map((line, index) => {
    const { household_no: no } = line;
    const known = listed.get(no);
    const other = others.get(no);
    const householdId = known?.household_id ?? other?.id;
    if (householdId === undefined) throw householdUnknown(index);
    if (seen.households.has(no)) throw householdTwice(index);
    seen.households.add(no);
    if (line.added.length + line.ended.length === 0) throw failure.nothingChanged(index);
    const added = readObjects(line.added, { index, terms, seen: seen.added, at: 'added' });
    const ended = endedObjects(line.ended, index, known);
    const units = sum(added) - sum(ended);
    const before: PremiumLine = known ?? unlisted(other?.poor ?? false);
    return {
      ...{ householdId, isNew: known === undefined, before, change: rowChange(before, units, days, terms) },
      objects: [
        ...added.map((object) => ({ ...object, change: 'added' as const })),
        ...ended.map((object) => ({ ...object, change: 'ended' as const })),
      ],
    };
  });
}

const sum = (objects: readonly { readonly units: bigint }[]): bigint =>
  objects.reduce((total, object) => total + object.units, 0n);

/** Households of the village that the policy does not list, by the register of the day it is signed. */
async function newcomers(tx: Tx, { policy, terms, input }: Asked, numbers: string[]): Promise<Insurable[]> {
  if (numbers.length === 0) return [];
  const village = await villageByCode(tx, policy.village_code, input.signed_on);
  if (!village) return [];
  const place = { regionId: village.region_id, numbers };
  return insurableHouseholds(tx, place, { on: input.signed_on, statuses: terms.poor_statuses });
}

function endedObjects(
  numbers: readonly string[],
  index: number,
  line: StandingLine | undefined,
): { object_no: string; units: bigint }[] {
  return numbers.map((no, at) => {
    const object = line?.objects.find(({ object_no: known }) => known === no);
    if (!object) throw failure.objectNotInsured(index, at);
    if (numbers.indexOf(no) !== at) throw objectTwice(index, at, 'ended');
    return { object_no: no, units: BigInt(object.units) };
  });
}
