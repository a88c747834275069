import type { PlainDate } from '../../../kernel/date.ts';
import { fen, toExact, type Fen } from '../../../kernel/money.ts';
import { claimLoss } from './claim-loss.ts';
import type { NewClaim, ShareRow } from './claim-row.ts';
import { provenDunnings, triggeredOn, type Dunning, type TriggerFacts } from './claim-trigger.ts';
import * as refuse from './failures.ts';
import { triggerRule, type ClaimDocument, type FundTerms } from './fund-terms.ts';
import { coverOfLoan, leverageCap, type CoveredLoan } from './leverage-cap.ts';
import { listShares } from './list-shares.ts';
import { splitLoss } from './share-loss.ts';

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
  readonly owedInterest: Fen;
  readonly trigger: TriggerFacts;
  readonly dunnings: readonly Dunning[];
  /** Money of the fund that nobody has a claim on yet. */
  readonly pool: Fen;
  readonly book: CoveredLoan;
}

export type AssessedLoss = Pick<
  NewClaim,
  'triggered_on' | 'dunning_count' | 'covered_fen' | 'interest_fen' | 'disposed_fen' | 'loss_fen' | 'fund_fen'
> & { readonly shares: readonly ShareRow[] };

function requireTrigger(terms: FundTerms, ground: ClaimGround): { on: PlainDate; dunned: number } {
  const rule = triggerRule(terms);
  const on = triggeredOn(rule, ground.trigger);
  if (on === null) throw refuse.notTriggered(null);
  if (on > ground.today) throw refuse.notTriggered(on);
  const span = { dueOn: ground.trigger.dueOn, triggeredOn: on };
  const dunned = provenDunnings(ground.dunnings, rule, span);
  if (dunned < terms.dunning_min_count) throw refuse.notDunned(dunned, terms.dunning_min_count, on);
  return { on, dunned };
}

function requireClaimable(terms: FundTerms, claimed: ClaimedLoss, ground: ClaimGround): void {
  const absent = terms.checklist.filter((document) => !claimed.documents.includes(document));
  if (absent.length > 0) throw refuse.documentsMissing(absent);
  if (claimed.principal > ground.outstanding) throw refuse.principalAboveOutstanding(ground.outstanding);
  if (claimed.interest > ground.owedInterest) throw refuse.interestAboveOwed(ground.owedInterest);
}

/**
 * Assesses a claim for one loan: trigger reached and dunned before it, file complete, nothing claimed beyond
 * what is owed, cover under the leverage cap; then the loss by the basis of the terms and its bearers, to the
 * fen. Interest counts in the proportion in which the principal is covered, a fraction of a fen dropped.
 */
export function assessClaim(terms: FundTerms, claimed: ClaimedLoss, ground: ClaimGround): AssessedLoss {
  const trigger = requireTrigger(terms, ground);
  requireClaimable(terms, claimed, ground);
  const { cap } = leverageCap(ground.pool, terms.leverage_times, ground.book.total);
  const own: CoveredLoan = { ...ground.book, own: claimed.principal };
  const covered = coverOfLoan(cap, own, terms.excess_cover);
  if (covered === 0n) throw refuse.outsideCap(cap);
  const interest = counted(claimed.interest, covered, claimed.principal);
  const facts = { principal: covered, interest, disposed: claimed.disposed };
  const loss = claimLoss(terms.loss_basis, facts, terms.interest_cap_fen);
  const parts = splitLoss(loss, terms.shares, terms.nested_split_base);
  const fundPart = parts.find((part) => part.party === 'fund');
  if (loss === 0n || !fundPart || fundPart.amount === 0n) throw refuse.noLoss();
  return {
    triggered_on: trigger.on,
    dunning_count: trigger.dunned,
    covered_fen: covered,
    interest_fen: interest,
    disposed_fen: claimed.disposed,
    loss_fen: loss,
    fund_fen: fundPart.amount,
    shares: listShares(parts, terms.shares),
  };
}

function counted(interest: Fen, covered: Fen, principal: Fen): Fen {
  if (covered === principal) return interest;
  const exact = toExact(interest).mul(toExact(covered)).div(toExact(principal)).floor();
  return fen(BigInt(exact.toFixed(0)));
}
