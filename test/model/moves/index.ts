import { commandOf } from '../step.ts';
import { claimMoves } from './claims.ts';
import { clawbackMoves } from './clawbacks.ts';
import { dayMoves } from './days.ts';
import { dividendMoneyMoves } from './dividend-money.ts';
import { dividendPayoutMoves } from './dividend-payouts.ts';
import { dividendYearMoves } from './dividend-years.ts';
import { entitlementMoves } from './entitlement.ts';
import { householdMoves } from './households.ts';
import { loanMoves } from './loans.ts';
import { moneyMoves } from './money.ts';
import { objectionMoves } from './objections.ts';
import { paymentMoves } from './payments.ts';
import { repaymentMoves } from './repayments.ts';
import { replayMoves } from './replays.ts';

/** All that can happen in the model's county; what the product learns later comes here as one more family. */
export const weightedCommands = [
  ...loanMoves.map((move) => commandOf(move as never)),
  ...repaymentMoves.map((move) => commandOf(move as never)),
  ...householdMoves.map((move) => commandOf(move as never)),
  ...entitlementMoves.map((move) => commandOf(move as never)),
  ...clawbackMoves.map((move) => commandOf(move as never)),
  ...dayMoves.map((move) => commandOf(move as never)),
  ...claimMoves.map((move) => commandOf(move as never)),
  ...objectionMoves.map((move) => commandOf(move as never)),
  ...paymentMoves.map((move) => commandOf(move as never)),
  ...moneyMoves.map((move) => commandOf(move as never)),
  ...dividendYearMoves.map((move) => commandOf(move as never)),
  ...dividendMoneyMoves.map((move) => commandOf(move as never)),
  ...dividendPayoutMoves.map((move) => commandOf(move as never)),
  ...replayMoves.map((move) => commandOf(move as never)),
];
