import { addMonths, type PlainDate } from '../../../kernel/date.ts';
import type { Context } from '../../../platform/context.ts';
import type { Tx } from '../../../platform/db.ts';
import { dateAhead, memberMissing, noTerms } from '../core/failures.ts';
import { exitBound, exitTooEarly, noContribution } from '../core/loan-failures.ts';
import type { EntryRow } from '../core/society-rows.ts';
import { findMember, memberShares, standingGroup, termsOfDay } from '../mutual-aid.store.ts';
import { keepEntry } from './enter-money.ts';

export interface ExitInput {
  readonly memberId: bigint;
  readonly onDate: PlainDate;
  readonly bankSerial: string;
}

/** A member leaves after its time (泰顺: one year) and takes back exactly what it put in. */
export async function enterExit(tx: Tx, context: Context, input: ExitInput): Promise<EntryRow> {
  const member = await findMember(tx, input.memberId);
  if (!member || member.left_on !== null) throw memberMissing();
  if (input.onDate > context.today) throw dateAhead('/on_date');
  const terms = await termsOfDay(tx, member.society_id, input.onDate);
  if (!terms) throw noTerms(input.onDate);
  if (input.onDate < addMonths(member.joined_on, terms.exit_after_months)) throw exitTooEarly();
  if ((await standingGroup(tx, member.id)) !== null) throw exitBound();
  const { own_fen: own } = await memberShares(tx, member.id);
  if (own === 0n) throw noContribution();
  return keepEntry(tx, context, {
    society_id: member.society_id,
    county_code: member.county_code,
    kind: 'exit',
    amount_fen: own,
    member_id: member.id,
    on_date: input.onDate,
    bank_serial: input.bankSerial,
  });
}
