import { PRESETS, publishTerms, type Parameters } from '../../src/domains/programme/index.ts';
import type { OrganisationId } from '../../src/kernel/ids.ts';
import type { ClaimWorld } from './claim-world.ts';
import { COUNTY } from './loan-world.ts';

export type TermChanges = {
  readonly [Area in 'eligibility' | 'loan' | 'subsidy' | 'interest' | 'disclosure']?: Partial<
    Parameters[Area]
  >;
};

/** Paid after the fact, nothing claimed ahead. */
export const EX_POST = { payOrder: 'ex_post', projectionAllowed: false, prefundDate: null } as const;

/** The county's own version: Gansu's first term with what the county does otherwise. */
export async function countyVersion(
  world: ClaimWorld,
  title: string,
  changes: TermChanges,
  { code = 'county', bank = null }: { readonly code?: string; readonly bank?: OrganisationId | null } = {},
): Promise<void> {
  const { parameters, effectiveFrom, effectiveTo } = PRESETS.find((preset) => preset.code === 'gansu-2016')!;
  await world.job((tx, context) =>
    publishTerms(tx, context, {
      ...{ code, programme_code: 'P1', product_code: 'microloan', title, county_code: COUNTY },
      ...(bank === null ? {} : { bank_id: bank }),
      ...{ document_no: '某县〔2015〕1号', effective_from: effectiveFrom, effective_to: effectiveTo },
      parameters: {
        ...parameters,
        eligibility: { ...parameters.eligibility, ...changes.eligibility },
        loan: { ...parameters.loan, ...changes.loan },
        subsidy: { ...parameters.subsidy, ...changes.subsidy },
        interest: { ...parameters.interest, ...changes.interest },
        disclosure: { ...parameters.disclosure, ...changes.disclosure },
      },
    }),
  );
}
