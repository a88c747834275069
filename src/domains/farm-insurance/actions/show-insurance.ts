import { formatUnits } from '../../../kernel/units.ts';
import type { NewInsuranceTerms } from '../core/insurance-rows.ts';
import type { PremiumShares } from '../core/levels.ts';
import type { PolicyLineView, PolicyView } from '../farm-insurance.views.ts';

const shownShares = ([central, province, city, county, household]: PremiumShares) => ({
  ...{ central_percent: central, province_percent: province, city_percent: city, county_percent: county },
  household_percent: household,
});

/** A version of terms as replies show it. */
export const shownTerms = <T extends NewInsuranceTerms>(terms: T) => ({
  ...terms,
  stages: terms.stage_names.map((name, at) => ({ name, most_percent: terms.stage_percents[at] ?? 0 })),
  poor_shares: shownShares(terms.poor_shares),
  other_shares: shownShares(terms.other_shares),
});

/** A policy with its units as people write them. */
export const shownPolicy = (policy: PolicyView) => ({
  ...policy,
  units: formatUnits(policy.units, policy.unit_places),
});

export const shownLine = (line: PolicyLineView, places: number) => ({
  ...line,
  units: formatUnits(line.units, places),
  objects: line.objects.map(({ object_no, units }) => ({
    object_no,
    units: formatUnits(BigInt(units), places),
  })),
});
