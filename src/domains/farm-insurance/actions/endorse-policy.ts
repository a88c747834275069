import { toDayNumber, type PlainDate } from '../../../kernel/date.ts';
import { formatUnits } from '../../../kernel/units.ts';
import { actingPerson } from '../../../platform/acting-person.ts';
import type { Context } from '../../../platform/context.ts';
import type { Tx } from '../../../platform/db.ts';
import { decidedByAnother } from '../../../platform/second-person.ts';
import { record } from '../../audit/index.ts';
import { endorsementSums, type ChangedRow, type EndorsementRow } from '../core/endorsement.ts';
import * as failure from '../core/endorsement-failures.ts';
import { dateAhead, insuredAlready, insurerMissing, oneHousehold, samePerson } from '../core/failures.ts';
import type { InsuranceTerms, PolicyRow } from '../core/insurance-rows.ts';
import { lockPolicy, takenObjects, termsByNumber } from '../farm-insurance.store.ts';
import * as store from '../insurance-endorsement.store.ts';
import * as views from '../insurance-endorsement.views.ts';
import { readChanges, type ChangedHousehold, type ReadChange } from './read-changes.ts';

const ENDORSEMENT_SUBJECT = 'insurance_endorsement';

export interface EndorsementInput {
  readonly policy_id: bigint;
  readonly endorsement_no: string;
  readonly signed_on: PlainDate;
  readonly from_on: PlainDate;
  readonly reason: string;
  readonly lines: readonly ChangedHousehold[];
}

/**
 * Enters a change of a policy in force (批改): plots or animals that are insured from a day on, or no longer,
 * household by household. It counts when another person has confirmed it.
 */
export async function enterEndorsement(tx: Tx, context: Context, input: EndorsementInput) {
  const insurerId = context.actor.scope.enterprise;
  if (insurerId === null) throw insurerMissing();
  if (input.signed_on > context.today) throw dateAhead('/signed_on');
  const policy = await lockPolicy(tx, input.policy_id);
  if (policy?.insurer_id !== insurerId || policy.state !== 'in_force') throw failure.policyNotEndorsable();
  await requireDays(tx, policy, input);
  const terms = await termsByNumber(tx, policy.terms_id);
  const standing = await store.lockStanding(tx, policy.id);
  const changes = await readChanges(tx, { policy, terms, standing, input });
  await requireNoLoss(tx, policy.id, input, changes);
  const newLines = changes.filter((change) => change.isNew).length;
  if (policy.kind === 'household' && newLines > 0) throw oneHousehold();
  await requireUninsured(tx, input, { policy, terms, changes });
  const named = new Set(changes.map((change) => change.householdId));
  const untouched = standing.filter((line) => !named.has(line.household_id));
  const { policy_id, endorsement_no, signed_on, from_on, reason } = input;
  const endorsement = await store.insertEndorsement(
    tx,
    {
      ...{ policy_id, endorsement_no, signed_on, from_on, reason },
      ...{ county_code: policy.county_code, insurer_id: insurerId, new_lines: newLines },
      row_count: changes.length,
      object_count: changes.reduce((sum, change) => sum + change.objects.length, 0),
      ...endorsementSums(untouched, changes satisfies readonly ChangedRow[], terms),
      ...{ entered_by: actingPerson(context), entered_on: context.today },
    },
    changes.map(({ householdId, change, objects }) => ({ ...change, household_id: householdId, objects })),
  );
  await trace(tx, context, endorsement, 'entered');
  return showEndorsement(tx, endorsement.id);
}

async function requireDays(tx: Tx, policy: PolicyRow, input: EndorsementInput): Promise<void> {
  const { signed_on: signed, from_on: from } = input;
  const last = await store.lastEndorsedFrom(tx, policy.id);
  if (signed > from || signed < policy.signed_on) throw failure.endorsementDays();
  if (from < policy.covers_from || from > policy.covers_to) throw failure.endorsementDays();
  if (last !== null && toDayNumber(from) < toDayNumber(last)) throw failure.endorsementDays();
}

async function requireNoLoss(
  tx: Tx,
  policyId: bigint,
  input: EndorsementInput,
  changes: readonly ReadChange[],
): Promise<void> {
  const hit = await store.householdsWithLoss(tx, policyId, input.from_on);
  const index = changes.findIndex((change) => hit.has(change.householdId));
  if (index >= 0) throw failure.changedAfterLoss(index);
}

/** What is added is on no other policy on its days; what this endorsement ends is free from then on. */
async function requireUninsured(
  tx: Tx,
  input: EndorsementInput,
  of: { readonly policy: PolicyRow; readonly terms: InsuranceTerms; readonly changes: readonly ReadChange[] },
): Promise<void> {
  const objects = of.changes.flatMap((change) => change.objects);
  const ended = new Set(objects.filter(({ change }) => change === 'ended').map((object) => object.object_no));
  const numbers = objects
    .filter(({ change, object_no: no }) => change === 'added' && !ended.has(no))
    .map((object) => object.object_no);
  const wanted = { countyCode: of.policy.county_code, kind: of.terms.kind, numbers };
  const taken = await takenObjects(tx, wanted, { from: input.from_on, to: of.policy.covers_to });
  if (taken.length > 0) throw insuredAlready(taken);
}

/**
 * Another person than who entered it confirms or rejects a change; confirmed, the policy stands as changed.
 */
export async function decideEndorsement(
  tx: Tx,
  context: Context,
  input: { readonly id: bigint; readonly outcome: 'confirmed' | 'rejected' },
) {
  const endorsement = await store.lockEndorsement(tx, input.id);
  if (!endorsement) throw failure.endorsementMissing();
  const by = decidedByAnother(context, endorsement, {
    ...{ waits: 'entered', enteredBy: endorsement.entered_by, samePerson },
    decided: failure.endorsementDecided,
  });
  const decision = { ...by, state: input.outcome, decided_by: String(by.decided_by) };
  if (!(await store.decideEndorsement(tx, endorsement.id, decision))) throw failure.endorsementDecided();
  await trace(tx, context, endorsement, input.outcome);
  return showEndorsement(tx, endorsement.id);
}

async function showEndorsement(tx: Tx, id: bigint) {
  const endorsement = await views.endorsementView(tx, id);
  if (!endorsement) throw failure.endorsementMissing();
  return shown(endorsement);
}

const shown = (endorsement: views.EndorsementView) => ({
  ...endorsement,
  units: formatUnits(endorsement.units, endorsement.unit_places),
});

export async function readEndorsements(tx: Tx, context: Context, query: views.EndorsementQuery) {
  const { items, next } = await views.listEndorsements(tx, context.actor.scope, query);
  return { items: items.map(shown), next };
}

export async function readEndorsement(tx: Tx, id: bigint) {
  const endorsement = await showEndorsement(tx, id);
  const places = endorsement.unit_places;
  const lines = (await views.endorsedRows(tx, id)).map((row) => ({
    ...row,
    units_before: formatUnits(row.units_before, places),
    units: formatUnits(row.units, places),
    objects: row.objects.map((object) => ({ ...object, units: formatUnits(BigInt(object.units), places) })),
  }));
  return { ...endorsement, lines };
}

const trace = (
  tx: Tx,
  context: Context,
  endorsement: EndorsementRow,
  state: EndorsementRow['state'],
): Promise<void> =>
  record(tx, context, {
    act: `farm-insurance.endorsement-${state}`,
    subjectKind: ENDORSEMENT_SUBJECT,
    subjectId: endorsement.id,
    countyCode: endorsement.county_code,
    after: { premium_fen: endorsement.premium_fen, from_on: endorsement.from_on, state },
  });
