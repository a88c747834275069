import { invariant } from '../../../kernel/invariant.ts';
import { addFen } from '../../../kernel/money.ts';
import type { Context } from '../../../platform/context.ts';
import { sha256 } from '../../../platform/crypto.ts';
import type { Tx } from '../../../platform/db.ts';
import { record } from '../../audit/index.ts';
import { requireCountyInScope } from '../../organisation/index.ts';
import { endorsementsAboveClaim } from '../core/endorsement-failures.ts';
import { insurerMissing } from '../core/failures.ts';
import type { Level } from '../core/levels.ts';
import { ownPartUnproved } from '../core/proof-failures.ts';
import { policyNotClaimable, policyTwice } from '../core/subsidy-failures.ts';
import { endorsementsToClaim } from '../insurance-endorsement.store.ts';
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
  if (strange >= 0) throw policyNotClaimable(strange);
  await requireProved(tx, input.policy_ids);
  const policyIds = policies.map((policy) => policy.id);
  // what was changed since the last claim raises or lowers this one
  const endorsements = await endorsementsToClaim(tx, from, policyIds);
  if (policies.length + endorsements.length === 0) throw policyNotClaimable(0);
  const sum = (column: Exclude<keyof store.ClaimedPolicy, 'id'>) =>
    addFen(...[...policies, ...endorsements].map((part) => part[column]));
  const shares: Readonly<Record<Level, bigint>> = {
    ...{ central: sum('central_fen'), province: sum('province_fen') },
    ...{ city: sum('city_fen'), county: sum('county_fen') },
  };
  const [total, own] = [addFen(...Object.values(shares)), sum('household_fen')];
  requireLeft([total - 1n, own, ...Object.values(shares)]);
  const claim = await store.insertClaim(
    tx,
    {
      claim_no: await store.nextClaimNo(tx, input.county_code, input.year),
      ...{ county_code: input.county_code, insurer_id: insurerId, year: input.year },
      ...{
        policy_count: policies.length,
        endorsement_count: endorsements.length,
        premium_fen: sum('premium_fen'),
        household_fen: own,
      },
      total_fen: total,
      policies_hash: hashOf(policies, endorsements),
      filed_on: context.today,
    },
    { policyIds, endorsementIds: endorsements.map((endorsement) => endorsement.id), shares },
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

/** What was claimed too much before leaves something of each level to claim for. */
function requireLeft(amounts: readonly bigint[]): void {
  if (amounts.some((amount) => amount < 0n)) throw endorsementsAboveClaim();
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

const hashOf = (
  policies: readonly store.ClaimedPolicy[],
  endorsements: readonly store.ClaimedPolicy[],
): string => {
  const said = ({ id, premium_fen, household_fen }: store.ClaimedPolicy) =>
    [id, premium_fen, household_fen].join('|');
  const changes = endorsements.map((endorsement) => `批单|${said(endorsement)}`);
  return sha256([...policies.map(said), ...changes].join('\n'));
};
