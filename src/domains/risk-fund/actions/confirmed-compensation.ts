import type { Context } from '../../../platform/context.ts';
import type { Tx } from '../../../platform/db.ts';
import { requireFreshSession } from '../../identity/index.ts';
import type { PaymentOrder } from '../../payment/index.ts';
import { instructCompensation, instructCompensationAgain } from './instruct-compensation.ts';
import type { ClaimStepInput } from './take-claim-step.ts';

/** Money leaves only at the hands of a person who has just given the password again. */
export interface ConfirmedClaimStep extends ClaimStepInput {
  readonly token: string | null;
}

export async function compensateConfirmed(
  tx: Tx,
  context: Context,
  input: ConfirmedClaimStep,
): Promise<PaymentOrder> {
  await requireFreshSession(tx, input.token);
  return instructCompensation(tx, context, input);
}

export async function compensateAgainConfirmed(
  tx: Tx,
  context: Context,
  input: ConfirmedClaimStep,
): Promise<PaymentOrder> {
  await requireFreshSession(tx, input.token);
  return instructCompensationAgain(tx, context, input);
}
