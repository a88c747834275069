import type { PlainDate } from '../../../kernel/date.ts';
import type { Failure } from '../../../kernel/failure.ts';
import type { HouseholdId } from '../../../kernel/ids.ts';
import * as failure from './review-failures.ts';
import { FOLLOWS_POVERTY } from './review-holdings.ts';
import type { ChangeKind } from './share-change.ts';
import type { ShareTerms } from './share-terms.ts';
import { Exact } from '../../../kernel/money.ts';
import { mayHold, type Candidate } from './weigh-households.ts';

export interface ProposedChange {
  readonly kind: ChangeKind;
  readonly household_id: HouseholdId;
  readonly to_household_id: HouseholdId | null;
  readonly units: bigint | null;
  readonly weight: string | null;
  readonly cause_on: PlainDate;
}

export interface ChangeGround {
  readonly terms: ShareTerms;
  readonly today: PlainDate;
  readonly candidates: readonly Candidate[];
  /** Units each household holds today, of all classes. */
  readonly held: ReadonlyMap<bigint, bigint>;
  /** What each household's holding weighs (points, labour), where shares go by weights. */
  readonly weights: ReadonlyMap<bigint, string>;
}

const TWO_HOUSEHOLDS: readonly ChangeKind[] = ['split_household', 'merge'];
const ENTERING: readonly ChangeKind[] = ['new_poor', 'relapse'];
const BY_REGISTER: readonly string[] = ['household', 'person'];

function parties(change: ProposedChange, ground: ChangeGround): Failure | null {
  const known = (id: bigint): boolean => ground.candidates.some((candidate) => candidate.id === id);
  const { to_household_id: to } = change;
  if (TWO_HOUSEHOLDS.includes(change.kind) !== (to !== null) || to === change.household_id)
    return failure.receiverWanted();
  if (to !== null && !known(to)) return failure.notOfVillage('/to_household_id');
  const candidate = ground.candidates.find(({ id }) => id === change.household_id);
  if (change.kind === 'exit' && mayHold('dynamic', candidate?.status ?? null)) return failure.stillPoor();
  if (!ENTERING.includes(change.kind)) return null;
  if (!candidate) return failure.notOfVillage('/household_id');
  if (!mayHold('dynamic', candidate.status)) return failure.notPoor();
  const weightless = !BY_REGISTER.includes(ground.terms.allot_key) && change.weight === null;
  return weightless ? failure.entrantWeightWanted() : null;
}

function shares(change: ProposedChange, ground: ChangeGround): Failure | null {
  const held = ground.held.get(change.household_id) ?? 0n;
  if (ENTERING.includes(change.kind)) {
    if (held > 0n) return failure.holdsAlready();
  } else if (held === 0n) return failure.holdsNothing();
  const some = change.kind === 'split_household' || change.kind === 'transfer_to_village';
  if ((change.kind === 'split_household' && change.units === null) || (change.units !== null && !some))
    return failure.sharesWanted();
  return change.units !== null && change.units > held ? failure.moreThanHeld() : null;
}

/** A split gives the new household no more weight than the old one has. */
function weight(change: ProposedChange, ground: ChangeGround): Failure | null {
  const weighs = ground.weights.get(change.household_id);
  if (change.kind !== 'split_household' || change.weight === null || weighs === undefined) return null;
  return new Exact(change.weight).gt(weighs) ? failure.weightAboveHeld() : null;
}

/** Why a change cannot be proposed; null when it can. The review looks again when it lists it. */
export function checkChange(change: ProposedChange, ground: ChangeGround): Failure | null {
  if (ground.terms.policy === 'static' && FOLLOWS_POVERTY.includes(change.kind)) return failure.staticKeeps();
  if (change.cause_on > ground.today) return failure.causeAhead();
  return parties(change, ground) ?? shares(change, ground) ?? weight(change, ground);
}
