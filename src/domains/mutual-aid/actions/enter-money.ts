import type { PlainDate } from '../../../kernel/date.ts';
import type { Fen } from '../../../kernel/money.ts';
import type { Context } from '../../../platform/context.ts';
import type { Tx } from '../../../platform/db.ts';
import { checkEntryShape } from '../core/check-entry-shape.ts';
import type { ENTERED_KINDS } from '../core/entry-kinds.ts';
import { dateAhead, memberMissing, societyMissing } from '../core/failures.ts';
import type { EntryRow } from '../core/society-rows.ts';
import { findMember, findSociety } from '../mutual-aid.store.ts';
import { insertEntry, type NewEntry } from '../mutual-loan.store.ts';
import { recordEntry } from './record-entry.ts';
import { actingPerson } from '../../../platform/acting-person.ts';

export interface MoneyInput {
  readonly societyId: bigint;
  readonly kind: (typeof ENTERED_KINDS)[number];
  readonly amount: Fen;
  readonly staff: Fen;
  readonly memberId: bigint | null;
  readonly onDate: PlainDate;
  readonly bankSerial: string | null;
  readonly documentNo: string | null;
  readonly note: string | null;
}

/** The cashier enters money in or out; it counts once another seal has confirmed it. */
export async function enterMoney(tx: Tx, context: Context, input: MoneyInput): Promise<EntryRow> {
  const society = await findSociety(tx, input.societyId);
  if (!society) throw societyMissing();
  if (input.onDate > context.today) throw dateAhead('/on_date');
  const fault = checkEntryShape(input);
  if (fault) throw fault;
  if (input.memberId !== null) {
    const member = await findMember(tx, input.memberId);
    if (member?.society_id !== society.id) throw memberMissing();
  }
  return keepEntry(tx, context, {
    society_id: society.id,
    county_code: society.county_code,
    kind: input.kind,
    amount_fen: input.amount,
    staff_fen: input.staff,
    member_id: input.memberId,
    on_date: input.onDate,
    bank_serial: input.bankSerial,
    document_no: input.documentNo,
    note: input.note,
  });
}

/** Keeps an entry of whichever kind, by whom and when, with its trace. */
export async function keepEntry(
  tx: Tx,
  context: Context,
  entry: Omit<NewEntry, 'entered_by' | 'entered_on'>,
): Promise<EntryRow> {
  const row = await insertEntry(tx, {
    ...entry,
    entered_by: actingPerson(context),
    entered_on: context.today,
  });
  await recordEntry(tx, context, row, 'money-entered');
  return row;
}
