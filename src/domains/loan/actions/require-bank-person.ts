import type { OrganisationId } from '../../../kernel/ids.ts';
import type { Context } from '../../../platform/context.ts';
import type { Tx } from '../../../platform/db.ts';
import { bankHasHolder } from '../../identity/index.ts';
import { fileOfBankReviewer } from '../core/receipt-failures.ts';

const CONFIRMS = 'loan.confirm-receipts';

interface FilePlace {
  readonly bankId: OrganisationId | null;
  readonly countyCode: string;
}

/** A bank hands in its repayments itself, unless it has nobody in the county who could confirm them. */
export async function requireHandIn(tx: Tx, { actor }: Context, place: FilePlace): Promise<void> {
  if (actor.scope.bank === null && (await bankHasHolder(tx, CONFIRMS, place))) throw fileOfBankReviewer();
}

/** Receipts are confirmed by the bank; by the county's office where the bank has nobody there who could. */
export async function requireConfirmer(tx: Tx, context: Context, place: FilePlace): Promise<void> {
  const { actor } = context;
  if (actor.scope.bank === null) await requireHandIn(tx, context, place);
  else if (!actor.permissions.has(CONFIRMS)) throw fileOfBankReviewer();
}
