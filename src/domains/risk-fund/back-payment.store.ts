import type { PlainDate } from '../../kernel/date.ts';
import type { Fen } from '../../kernel/money.ts';
import { insertRow, sql, type ConstraintFailures, type Tx } from '../../platform/db.ts';
import * as failure from './core/back-payment.ts';
import type { BackPaymentRow } from './core/back-payment.ts';
import { movementSamePerson } from './core/failures.ts';

export const backPaymentConstraintFailures: ConstraintFailures = {
  risk_fund_back_payment_within: failure.backPaymentAboveKept,
  risk_fund_back_payment_early: failure.backPaymentEarlyKept,
  risk_fund_back_payment_serial: failure.backPaymentSerialKnown,
  risk_fund_back_payment_other_person: movementSamePerson,
};

type Debt = Pick<BackPaymentRow, 'claim_id' | 'party' | 'to_party'>;

/**
 * What a party still has to give back, what of it waits to be confirmed, and since when it may have been
 * paid.
 */
export async function openBackOf(
  tx: Tx,
  debt: Debt,
): Promise<{ readonly open_fen: Fen; readonly waiting_fen: Fen; readonly since: PlainDate } | null> {
  const { rows } = await sql<{ open_fen: Fen; waiting_fen: Fen; since: PlainDate }>(
    tx,
    `select o.open_fen, (select coalesce(sum(p.amount_fen), 0) from risk_fund_back_payment p
         where (p.claim_id, p.party, p.to_party, p.state) = (o.claim_id, o.party, o.to_party, 'entered'))::bigint as waiting_fen,
       (select min(r.received_on) from risk_fund_claim_back b join risk_fund_recovery r on r.id = b.recovery_id
         where (b.claim_id, b.party, b.to_party) = (o.claim_id, o.party, o.to_party)) as since
     from risk_fund_claim_back_open o where o.claim_id = ? and o.party = ? and o.to_party = ?`,
    [debt.claim_id, debt.party, debt.to_party],
  );
  return rows[0] ?? null;
}

export const insertBackPayment = (
  tx: Tx,
  payment: Omit<BackPaymentRow, 'id' | 'state' | 'reversed_on' | 'reversal_reason'>,
): Promise<BackPaymentRow> => insertRow<BackPaymentRow>(tx, 'risk_fund_back_payment', { ...payment });

export async function findBackPayment(tx: Tx, id: bigint): Promise<BackPaymentRow | null> {
  const { rows } = await sql<BackPaymentRow>(tx, 'select * from risk_fund_back_payment where id = ?', [id]);
  return rows[0] ?? null;
}

export async function backPaymentsOf(tx: Tx, claimId: bigint): Promise<BackPaymentRow[]> {
  const { rows } = await sql<BackPaymentRow>(
    tx,
    'select * from risk_fund_back_payment where claim_id = ? order by id',
    [claimId],
  );
  return rows;
}

/** Guarded: answers whether the payment still stood. */
export async function markBackPaymentReversed(
  tx: Tx,
  id: bigint,
  reversal: {
    readonly reversed_on: PlainDate;
    readonly reversal_reason: string;
    readonly countersign_id: bigint;
  },
): Promise<boolean> {
  const moved = await tx('risk_fund_back_payment')
    .where({ id, state: 'confirmed' })
    .update({ state: 'reversed', ...reversal });
  return moved === 1;
}
