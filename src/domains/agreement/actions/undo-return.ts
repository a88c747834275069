import type { Context } from '../../../platform/context.ts';
import type { Tx } from '../../../platform/db.ts';
import { appendEvent } from '../../../platform/outbox.ts';
import { record } from '../../audit/index.ts';
import { undoPrincipalSent } from '../../loan/index.ts';
import {
  findReturn,
  insertReturn,
  parentsOf,
  sentByCounty,
  type BookedReturn,
  type ReturnRow,
} from '../agreement-life.store.ts';
import { lockAgreement } from '../agreement.store.ts';
import type { AgreementRow } from '../core/agreement-row.ts';
import { agreementMissing } from '../core/failures.ts';
import { returnMissing, returnUndone, undoneArchived } from '../core/life-failures.ts';

/** Straight from the enterprise, or passed on from the county's account. */
export type ReturnWay = 'straight' | 'passed_on';

/** A return that can be undone: of its way, and not undone yet. */
export async function standingReturn(tx: Tx, id: bigint, way: ReturnWay): Promise<BookedReturn> {
  const found = await findReturn(tx, id);
  if (!found || (found.paid_to === null) !== (way === 'straight')) throw returnMissing();
  if (found.undone) throw returnUndone();
  return found;
}

export interface UndoneReturn {
  readonly booked: BookedReturn;
  readonly reason: string;
  readonly enteredBy: bigint;
  /** Null in a rehearsal only. */
  readonly countersignId: bigint | null;
}

/**
 * A return that was confirmed by mistake is undone (撤销) by its opposite; what the county entered for it at
 * the bank ends with it, what the bank entered itself stays the bank's. Its principal due is held before.
 * Throws `agreement.return-undone`, `agreement.return-undone-settled`, `agreement.return-undone-archived` and
 * what the reversal at the bank is refused for.
 */
export async function undoReturn(tx: Tx, context: Context, undone: UndoneReturn): Promise<ReturnRow> {
  const { booked, reason, enteredBy, countersignId } = undone;
  const agreement = await lockAgreement(tx, booked.agreement_id);
  if (!agreement) throw agreementMissing();
  if (agreement.state === 'archived') throw undoneArchived();
  const row = await insertReturn(tx, {
    ...{ ...oppositeOf(agreement, booked), undoes_id: booked.id, reason },
    ...{ recorded_by: enteredBy, recorded_on: context.today, countersign_id: countersignId },
  });
  const receiptId = await sentByCounty(tx, booked);
  if (receiptId !== null) await undoPrincipalSent(tx, context, { receiptId, reason, enteredBy });
  await record(tx, context, {
    act: 'agreement.principal-return-undone',
    subjectKind: 'agreement',
    subjectId: agreement.id,
    countyCode: agreement.county_code,
    after: { undoes_id: String(booked.id), amount_fen: row.amount_fen, reason },
  });
  const payload = { agreement_id: String(agreement.id) };
  await appendEvent(tx, { name: 'agreement.principal-returned', payload });
  return row;
}

const oppositeOf = (agreement: AgreementRow, booked: BookedReturn) => ({
  ...parentsOf(agreement),
  due_id: booked.due_id,
  paid_to: booked.paid_to,
  amount_fen: -booked.amount_fen,
  returned_on: booked.returned_on,
  bank_serial: booked.bank_serial,
});
