import type { PlainDate } from '../../kernel/date.ts';
import type { Fen } from '../../kernel/money.ts';
import type { OrganisationId } from '../../kernel/ids.ts';
import { sql, type ConstraintFailures, type Tx } from '../../platform/db.ts';
import { samePerson } from './core/failures.ts';

export const outlayConstraintFailures: ConstraintFailures = { fund_outlay_other_person: samePerson };

/** What is paid by an order besides compensation, as the order names it. */
export const OUTLAY_KINDS = [
  'county_payment',
  'risk_fund_returned',
  'risk_fund_year',
  'risk_fund_surplus',
] as const;
export type OutlayKind = (typeof OUTLAY_KINDS)[number];

/** A payment of an outlay and what the bank said of it. */
export interface OutlayPayment {
  readonly subject_id: bigint;
  readonly order_id: bigint;
  readonly order_no: string;
  readonly amount_fen: Fen;
  readonly state: 'sent' | 'paid' | 'returned' | 'corrected';
  readonly bank_serial: string | null;
  readonly answered_on: PlainDate | null;
}

/** The payments of some outlays, oldest first; several where the bank returned one. */
export async function outlayPayments(
  tx: Tx,
  kinds: readonly OutlayKind[],
  ids: readonly bigint[],
): Promise<OutlayPayment[]> {
  const { rows } = await sql<OutlayPayment>(
    tx,
    `select o.subject_id, o.id as order_id, o.order_no, l.amount_fen, l.state, l.bank_serial, l.answered_on
     from payment_order o join payment_line l on l.order_id = o.id
     where o.subject_kind = any(?::text[]) and o.subject_id = any(?::bigint[]) order by l.id`,
    [[...kinds], ids.map(String)],
  );
  return rows;
}

/** The finance bureau of a county, whose account is the treasury's. */
export async function financeBureauOf(tx: Tx, countyCode: string): Promise<OrganisationId | null> {
  const { rows } = await sql<{ id: OrganisationId }>(
    tx,
    `select id from organisation where county_code = ? and kind = 'finance_bureau' and standing = 'good'
     order by account_no is null, id limit 1`,
    [countyCode],
  );
  return rows[0]?.id ?? null;
}
