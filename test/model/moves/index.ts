import { commandOf } from '../step.ts';
import { claimMoves } from './claims.ts';
import { clawbackMoves } from './clawbacks.ts';
import { dayMoves } from './days.ts';
import { dividendMoneyMoves } from './dividend-money.ts';
import { dividendPayoutMoves } from './dividend-payouts.ts';
import { dividendYearMoves } from './dividend-years.ts';
import { dueDayMoves } from './due-days.ts';
import { entitlementMoves } from './entitlement.ts';
import { fundMoves } from './fund.ts';
import { fundPayerMoves } from './fund-payers.ts';
import { fundRecoveryMoves } from './fund-recoveries.ts';
import { fundRefusalMoves } from './fund-refusals.ts';
import { householdMoves } from './households.ts';
import { loanMoves } from './loans.ts';
import { moneyMoves } from './money.ts';
import { objectionMoves } from './objections.ts';
import { paymentMoves } from './payments.ts';
import { repaymentMoves } from './repayments.ts';
import { penaltyMoves } from './penalties.ts';
import { reliefMoves } from './relief.ts';
import { reversalMoves } from './reversals.ts';
import { replayMoves } from './replays.ts';
import { villageLoanMoves } from './village-loans.ts';
import { villageMoves } from './village.ts';

const MOVES = [
  ...[
    ...loanMoves,
    ...repaymentMoves,
    ...penaltyMoves,
    ...reversalMoves,
    ...householdMoves,
    ...entitlementMoves,
    ...clawbackMoves,
    ...dayMoves,
    ...dueDayMoves,
    ...reliefMoves,
  ],
  ...[...claimMoves, ...objectionMoves, ...paymentMoves, ...moneyMoves],
  ...[...dividendYearMoves, ...dividendMoneyMoves, ...dividendPayoutMoves],
  ...[...villageMoves, ...villageLoanMoves, ...fundMoves, ...fundRecoveryMoves],
  ...[...fundPayerMoves, ...fundRefusalMoves, ...replayMoves],
] as const;

/** How much oftener a kind of command comes that somebody wants to look at. */
const FOCUSED = 8;

/**
 * All that can happen in the model's county; what the product learns later comes here as one more family.
 * Kinds whose names begin with one of the words come oftener.
 */
export const weightedCommands = (focus: readonly string[] = []) =>
  MOVES.map((move) => {
    const times = focus.some((word) => move.name.startsWith(word)) ? FOCUSED : 1;
    return commandOf({ ...move, weight: move.weight * times } as never);
  });
