import type { PlainDate } from '../../../kernel/date.ts';
import { invariant } from '../../../kernel/invariant.ts';
import { addFen, minFen, ZERO_FEN, type Fen } from '../../../kernel/money.ts';
import { claimLoss, coveredProceeds, proportion } from './claim-loss.ts';
import type { NewClaim, ShareRow } from './claim-row.ts';
import { noticeDays, triggeredOn, type Dunning, type TriggerFacts } from './claim-trigger.ts';
import { dunningUnproven } from './dunning-failures.ts';
import { leftOf, payersLeft, requireRipe, type EarlierClaims } from './earlier-claims.ts';
import { householdCovered, notCalledDue } from './early-claim-failures.ts';
import * as refuse from './failures.ts';
import { lossYearUnknown } from './waterfall-failures.ts';
import { triggerRule, type ClaimDocument, type FundTerms } from './fund-terms.ts';
import { coverKept, coverOfLoan, leverageCap, type CoveredLoan } from './leverage-cap.ts';
import { listShares } from './list-shares.ts';
import { payersOf } from './payer-terms.ts';
import { splitLoss, splitNested, type LossPart } from './share-loss.ts';
import { advancedFor, bearLoss, type LossYear } from './waterfall.ts';

/** What the bank claims. */
export interface ClaimedLoss {
  readonly principal: Fen;
  readonly interest: Fen;
  readonly disposed: Fen;
  readonly documents: readonly ClaimDocument[];
}

/** What the system knows of the loan, its fund and the day. */
export interface ClaimGround {
  readonly today: PlainDate;
  readonly outstanding: Fen;
  /** The final due date has not come. */
  readonly early: boolean;
  /** Set where the measures go by instalments; null = the loan is claimed whole, and once. */
  readonly earlier: EarlierClaims | null;
  readonly owedInterest: Fen;
  readonly trigger: TriggerFacts;
  readonly dunnings: readonly Dunning[];
  /** Papers of which the loan has a file. */
  readonly files: readonly ClaimDocument[];
  /** Money of the fund that nobody has a claim on yet. */
  readonly pool: Fen;
  readonly book: CoveredLoan;
  /** Cover as it was measured last; null = never. */
  readonly kept: { readonly cap: Fen; readonly covered: Fen } | null;
  /** What the cap of the measures leaves to this loan of its household; null = no such cap. */
  readonly coverRoom: Fen | null;
  /** Premiums and claims of the payer whose excess another bears; null = none known. */
  readonly lossYear: LossYear | null;
}

export type AssessedLoss = Pick<
  NewClaim,
  | 'triggered_on'
  | 'dunning_count'
  | 'principal_from_fen'
  | 'interest_from_fen'
  | 'covered_fen'
  | 'interest_fen'
  | 'disposed_fen'
  | 'loss_fen'
  | 'fund_fen'
  | 'advance_fen'
  | 'layer_premium_fen'
  | 'layer_before_fen'
  | 'layer_claim_fen'
> & { readonly shares: readonly ShareRow[] };

function requireTrigger(terms: FundTerms, ground: ClaimGround): { on: PlainDate; dunned: number } {
  const rule = triggerRule(terms);
  const on = triggeredOn(rule, ground.trigger);
  if (on === null) throw refuse.notTriggered(null);
  if (on > ground.today) throw refuse.notTriggered(on);
  const span = { dueOn: ground.trigger.dueOn, triggeredOn: on };
  const wanted = terms.dunning_min_count;
  const served = noticeDays(ground.dunnings, rule, span);
  if (served.length < wanted) throw refuse.notDunned(served.length, wanted, on);
  if (!terms.dunning_proof_required) return { on, dunned: served.length };
  const scanned = ground.dunnings.filter(({ proven }) => proven);
  const proven = noticeDays(scanned, rule, span);
  if (proven.length < wanted) {
    const lacking = served.filter((day) => !proven.includes(day));
    throw dunningUnproven(lacking, wanted);
  }
  return { on, dunned: proven.length };
}

function requireClaimable(terms: FundTerms, claimed: ClaimedLoss, ground: ClaimGround): void {
  const absent = terms.checklist.filter((document) => !claimed.documents.includes(document));
  if (absent.length > 0) throw refuse.documentsMissing(absent);
  const unseen = claimed.documents.filter((document) => !ground.files.includes(document));
  if (unseen.length > 0) throw refuse.filesMissing(unseen);
  if (claimed.principal > ground.outstanding) throw refuse.principalAboveOutstanding(ground.outstanding);
  if (ground.earlier) requireRipe(ground.earlier, claimed.principal, claimed.disposed);
  else if (ground.early) throw notCalledDue();
  if (claimed.interest > ground.owedInterest) throw refuse.interestAboveOwed(ground.owedInterest);
}

/**
 * Assesses a claim for one loan: trigger reached and dunned before it, file complete, nothing claimed beyond
 * what is owed, cover under the leverage cap; then the loss by the basis of the terms and its bearers, to the
 * fen. Interest and proceeds of a disposal count in the proportion in which the principal is covered, and a
 * fraction of a fen never raises the loss.
 */
export function assessClaim(terms: FundTerms, claimed: ClaimedLoss, ground: ClaimGround): AssessedLoss {
  const { loss_basis: basis } = terms;
  invariant(basis !== 'on_disbursement', 'what goes by the lending is settled by the year');
  const trigger = requireTrigger(terms, ground);
  requireClaimable(terms, claimed, ground);
  const covered = coveredPart(terms, claimed.principal, ground);
  const interest = proportion(claimed.interest, covered, claimed.principal);
  const disposed = coveredProceeds(claimed.disposed, covered, claimed.principal);
  const facts = { principal: covered, interest, disposed };
  const loss = claimLoss(basis, facts, leftOf(terms.interest_cap_fen, ground.earlier?.interest));
  const { parts, ...borne } = bear(terms, { principal: covered, total: loss }, ground);
  const fundPart = parts.find((part) => part.party === 'fund');
  if (loss === 0n || !fundPart || fundPart.amount === 0n) throw refuse.noLoss();
  return {
    triggered_on: trigger.on,
    dunning_count: trigger.dunned,
    principal_from_fen: ground.earlier?.principalFrom ?? null,
    interest_from_fen: ground.earlier?.interestFrom ?? null,
    covered_fen: covered,
    interest_fen: interest,
    disposed_fen: claimed.disposed,
    loss_fen: loss,
    fund_fen: fundPart.amount,
    ...borne,
    shares: listShares(parts, terms.shares),
  };
}

/** The cover kept with the loan; one lent before covers were kept is measured now. */
function coveredPart(terms: FundTerms, principal: Fen, ground: ClaimGround): Fen {
  const { kept, pool, book, earlier } = ground;
  const coverRoom = leftOf(ground.coverRoom, earlier?.covered);
  if (coverRoom === 0n) throw householdCovered();
  const cap = kept?.cap ?? leverageCap(pool, terms.leverage_times, book.total).cap;
  const own: CoveredLoan = { ...book, own: principal };
  const covered = kept
    ? coverKept(principal, leftOf(kept.covered, earlier?.covered) ?? kept.covered)
    : coverOfLoan(cap, own, terms.excess_cover);
  if (covered === 0n) throw refuse.outsideCap(cap);
  return coverRoom === null ? covered : minFen(covered, coverRoom);
}

interface Borne extends Pick<
  AssessedLoss,
  'advance_fen' | 'layer_premium_fen' | 'layer_before_fen' | 'layer_claim_fen'
> {
  readonly parts: LossPart[];
}

const NO_LAYER = { layer_premium_fen: null, layer_before_fen: null, layer_claim_fen: null };

/**
 * Who bears the loss: by the shares alone, or by the payers of a waterfall. Proceeds of disposal went to the
 * interest first: what is lost beyond the principal is interest.
 */
function bear(
  terms: FundTerms,
  loss: { readonly principal: Fen; readonly total: Fen },
  ground: Pick<ClaimGround, 'lossYear' | 'earlier'>,
): Borne {
  const { lossYear: year, earlier } = ground;
  const { shares, nested_split_base: base } = terms;
  const payers = payersOf(terms);
  if (!payers) return { parts: splitLoss(loss.total, shares, base), advance_fen: ZERO_FEN, ...NO_LAYER };
  const ceding = payers.find((payer) => payer.layer);
  if (ceding && !year) throw lossYearUnknown(ceding.party);
  const principal = minFen(loss.principal, loss.total);
  const split = { principal, interest: addFen(loss.total, -principal) };
  const bearing = bearLoss(split, payersLeft(payers, earlier), year ?? undefined);
  const amounts = shares.map(
    ({ party }) => bearing.find((payer) => payer.party === party)?.amount ?? ZERO_FEN,
  );
  const gross = bearing.find((payer) => payer.layer)?.gross ?? null;
  return {
    parts: splitNested(amounts, shares, base),
    advance_fen: addFen(...advancedFor(bearing).map(({ amount }) => amount)),
    layer_premium_fen: ceding && year ? year.premiums : null,
    layer_before_fen: ceding && year ? year.claims : null,
    layer_claim_fen: gross,
  };
}
