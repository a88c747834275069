import { invariant } from '../../../kernel/invariant.ts';
import { addFen } from '../../../kernel/money.ts';
import type { Context } from '../../../platform/context.ts';
import { sha256 } from '../../../platform/crypto.ts';
import type { Tx } from '../../../platform/db.ts';
import { record } from '../../audit/index.ts';
import { requireCountyInScope } from '../../organisation/index.ts';
import { insurerMissing } from '../core/failures.ts';
import type { Level } from '../core/levels.ts';
import { ownPartUnproved } from '../core/proof-failures.ts';
import { policyNotClaimable, policyTwice } from '../core/subsidy-failures.ts';
import { unprovedPolicies } from '../insurance-proof.store.ts';
import * as store from '../insurance-subsidy.store.ts';
import { showClaim } from './read-subsidy.ts';
import { CLAIM_SUBJECT, decideOn } from './take-subsidy-step.ts';

export interface SubsidyClaimInput {
  readonly county_code: string;
  readonly year: number;
  /** Null: all policies of the year in force that nothing was claimed for. */
  readonly policy_ids: readonly bigint[] | null;
}

/**
 * The insurer claims the state's part of the premiums of policies in force (保费补贴申请): the sum of the policies,
 * level by level; a policy is claimed for once.
 */
export async function fileSubsidyClaim(tx: Tx, context: Context, input: SubsidyClaimInput) {
  const insurerId = context.actor.scope.enterprise;
  if (insurerId === null) throw insurerMissing();
  requireCountyInScope(context.actor, input.county_code);
  requireOnce(input.policy_ids ?? []);
  const from = { insurerId, countyCode: input.county_code, year: input.year };
  const policies = await store.lockClaimable(tx, from, input.policy_ids);
  const found = new Set(policies.map((policy) => policy.id));
  const strange = (input.policy_ids ?? []).findIndex((id) => !found.has(id));
  if (strange >= 0 || policies.length === 0) throw policyNotClaimable(Math.max(strange, 0));
  await requireProved(tx, input.policy_ids);
  const sum = (column: Exclude<keyof store.ClaimedPolicy, 'id'>) =>
    addFen(...policies.map((policy) => policy[column]));
  const shares: Readonly<Record<Level, bigint>> = {
    ...{ central: sum('central_fen'), province: sum('province_fen') },
    ...{ city: sum('city_fen'), county: sum('county_fen') },
  };
  const claim = await store.insertClaim(
    tx,
    {
      claim_no: await store.nextClaimNo(tx, input.county_code, input.year),
      ...{ county_code: input.county_code, insurer_id: insurerId, year: input.year },
      ...{
        policy_count: policies.length,
        premium_fen: sum('premium_fen'),
        household_fen: sum('household_fen'),
      },
      total_fen: addFen(...Object.values(shares)),
      policies_hash: hashOf(policies),
      filed_on: context.today,
    },
    { policyIds: policies.map((policy) => policy.id), shares },
  );
  await decideOn(tx, context, claim, { act: 'file', remark: null });
  await record(tx, context, {
    act: 'farm-insurance.subsidy-filed',
    subjectKind: CLAIM_SUBJECT,
    subjectId: claim.id,
    countyCode: claim.county_code,
    after: { claim_no: claim.claim_no, total_fen: claim.total_fen, policy_count: claim.policy_count },
  });
  invariant(claim.state === 'filed', 'a claim begins filed');
  return showClaim(tx, claim.id);
}

/** The state bears its part of what the households have paid their own part of. */
async function requireProved(tx: Tx, ids: readonly bigint[] | null): Promise<void> {
  if (ids === null) return;
  const unproved = await unprovedPolicies(tx, ids);
  const index = ids.findIndex((id) => unproved.has(id));
  if (index >= 0) throw ownPartUnproved(`/policy_ids/${index}`);
}

function requireOnce(ids: readonly bigint[]): void {
  const twice = ids.findIndex((id, index) => ids.indexOf(id) !== index);
  if (twice >= 0) throw policyTwice(twice);
}

const hashOf = (policies: readonly store.ClaimedPolicy[]): string =>
  sha256(
    policies
      .map(({ id, premium_fen, household_fen }) => [id, premium_fen, household_fen].join('|'))
      .join('\n'),
  );
