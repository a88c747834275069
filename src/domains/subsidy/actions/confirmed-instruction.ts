import type { Context } from '../../../platform/context.ts';
import type { Tx } from '../../../platform/db.ts';
import { requireFreshSession } from '../../identity/index.ts';
import type { PaymentOrder } from '../../payment/index.ts';
import { instructClaim } from './instruct-claim.ts';
import { instructCorrections } from './instruct-corrections.ts';
import type { StepInput } from './take-step.ts';

/** Money leaves only at the hands of a person who has just given the password again. */
export interface ConfirmedStep extends StepInput {
  readonly token: string | null;
}

export async function instructConfirmed(
  tx: Tx,
  context: Context,
  input: ConfirmedStep,
): Promise<PaymentOrder> {
  await requireFreshSession(tx, input.token);
  return instructClaim(tx, context, input);
}

export async function instructCorrectionsConfirmed(
  tx: Tx,
  context: Context,
  input: ConfirmedStep,
): Promise<PaymentOrder> {
  await requireFreshSession(tx, input.token);
  return instructCorrections(tx, context, input);
}
