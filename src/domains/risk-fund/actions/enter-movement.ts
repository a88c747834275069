import type { PlainDate } from '../../../kernel/date.ts';
import type { Fen } from '../../../kernel/money.ts';
import type { Context } from '../../../platform/context.ts';
import type { Tx } from '../../../platform/db.ts';
import { record } from '../../audit/index.ts';
import type { MovementRow } from '../core/claim-row.ts';
import { dateAhead, fundMissing } from '../core/failures.ts';
import { accountFor } from '../fund-account.store.ts';
import { findFund, insertMovement } from '../risk-fund.store.ts';
import { actingPerson } from '../../../platform/acting-person.ts';

export interface MovementInput {
  readonly fundId: bigint;
  readonly kind: MovementRow['kind'];
  readonly source: MovementRow['source'];
  /** None = the oldest account that is open. */
  readonly accountId: bigint | null;
  readonly toAccountId: bigint | null;
  readonly amount: Fen;
  readonly onDate: PlainDate;
  /** A day of an open year, for money that moved in a closed one (以前年度调整). */
  readonly bookedOn: PlainDate | null;
  readonly documentNo: string;
  readonly remark: string | null;
}

/**
 * Enters money paid in (拨入), account interest (利息), money given back (退回), or moved between two banks (划转);
 * it counts once confirmed.
 */
export async function enterMovement(tx: Tx, context: Context, input: MovementInput): Promise<MovementRow> {
  const fund = await findFund(tx, input.fundId);
  if (!fund) throw fundMissing();
  if (input.onDate > context.today) throw dateAhead('/on_date');
  if (input.bookedOn !== null && input.bookedOn > context.today) throw dateAhead('/booked_on');
  const accountId = input.accountId ?? (await accountFor(tx, fund.id, null)).id;
  const movement = await insertMovement(tx, {
    fund_id: fund.id,
    county_code: fund.county_code,
    kind: input.kind,
    source: input.source,
    account_id: accountId,
    to_account_id: input.toAccountId,
    amount_fen: input.amount,
    on_date: input.onDate,
    booked_on: input.bookedOn,
    document_no: input.documentNo,
    remark: input.remark,
    entered_by: actingPerson(context),
    entered_on: context.today,
  });
  await record(tx, context, {
    act: 'risk-fund.money-entered',
    subjectKind: 'risk_fund_movement',
    subjectId: movement.id,
    countyCode: fund.county_code,
    after: {
      kind: movement.kind,
      account_id: movement.account_id,
      to_account_id: movement.to_account_id,
      amount_fen: movement.amount_fen,
      document_no: movement.document_no,
      booked_on: movement.booked_on,
    },
  });
  return movement;
}
