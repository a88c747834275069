import { invariant } from '../../kernel/invariant.ts';
import type { PlainDate } from '../../kernel/date.ts';
import { one, sql, type ConstraintFailures, type Tx } from '../../platform/db.ts';
import { refused } from '../../kernel/failure.ts';
import type { AccountName } from './core/accounts.ts';

export const ledgerConstraintFailures: ConstraintFailures = {
  ledger_account_never_negative: () =>
    refused({ code: 'ledger.not-enough-money', detail: '账户余额不足，不能支付；请先落实资金。' }),
};

/** Id of an account, made on first use. */
export async function openAccount(tx: Tx, account: AccountName): Promise<bigint> {
  await sql(
    tx,
    `insert into ledger_account (code, name, county_code, guarded) values (?, ?, ?, ?) on conflict (code) do nothing`,
    [account.code, account.name, account.countyCode, account.guarded],
  );
  const row = await tx<{ id: bigint; code: string }>('ledger_account')
    .where({ code: account.code })
    .first('id');
  invariant(row, 'an opened account exists');
  return row.id;
}

/** Facts an entry carries; `act` and subject make it happen at most once per phase. */
export interface EntryFacts {
  readonly act: string;
  readonly subjectKind: string;
  readonly subjectId: bigint;
  readonly countyCode: string | null;
  readonly onDate: PlainDate;
  readonly memo: string;
}

export async function insertPostedEntry(
  tx: Tx,
  facts: EntryFacts,
  movement: { readonly debit: bigint; readonly credit: bigint; readonly amount: bigint },
): Promise<bigint> {
  const result = await sql<{ id: bigint }>(
    tx,
    `insert into journal_entry (phase, act, subject_kind, subject_id, county_code, on_date, memo)
     values ('posted', ?, ?, ?, ?, ?, ?) returning id`,
    [facts.act, facts.subjectKind, String(facts.subjectId), facts.countyCode, facts.onDate, facts.memo],
  );
  const id = one(result.rows).id;
  await tx('posting').insert([
    { entry_id: id, account_id: movement.debit, amount_fen: movement.amount },
    { entry_id: id, account_id: movement.credit, amount_fen: -movement.amount },
  ]);
  return id;
}

/** Takes back a posted entry by its mirror (红字冲销): at most once, which the database holds. */
export async function insertReversingEntry(
  tx: Tx,
  facts: EntryFacts,
  reversed: Pick<EntryFacts, 'act' | 'subjectKind' | 'subjectId'>,
): Promise<void> {
  const { rows } = await sql<{ id: bigint; reverses_id: bigint }>(
    tx,
    `insert into journal_entry (phase, reverses_id, act, subject_kind, subject_id, county_code, on_date, memo)
     select 'posted', o.id, ?, ?, ?, ?, ?::date, ? from journal_entry o
     where o.act = ? and o.subject_kind = ? and o.subject_id = ? and o.phase = 'posted' returning id, reverses_id`,
    [
      ...[facts.act, facts.subjectKind, String(facts.subjectId), facts.countyCode, facts.onDate, facts.memo],
      ...[reversed.act, reversed.subjectKind, String(reversed.subjectId)],
    ],
  );
  const entry = one(rows);
  await sql(
    tx,
    `insert into posting (entry_id, account_id, amount_fen)
     select ?, account_id, -amount_fen from posting where entry_id = ?`,
    [entry.id, entry.reverses_id],
  );
}

export interface BulkFacts {
  readonly act: string;
  readonly subjectKind: string;
  readonly countyCode: string;
  readonly onDate: PlainDate;
  readonly memo: string;
  readonly debit: bigint;
  readonly credit: bigint;
}

/** One pending entry per subject, set-based: money is spoken for, nothing has moved. */
export async function insertPendingEntries(
  tx: Tx,
  facts: BulkFacts,
  subjects: { readonly ids: readonly bigint[]; readonly amounts: readonly bigint[] },
): Promise<void> {
  await sql(
    tx,
    `with given as (select * from unnest(?::bigint[], ?::bigint[]) as g (subject_id, amount_fen)),
     entry as (
       insert into journal_entry (phase, act, subject_kind, subject_id, county_code, on_date, memo)
       select 'pending', ?, ?, subject_id, ?, ?, ? from given returning id, subject_id
     )
     insert into posting (entry_id, account_id, amount_fen)
     select entry.id, side.account_id, side.sign * given.amount_fen
     from entry join given using (subject_id)
     cross join (values (?::bigint, 1), (?::bigint, -1)) as side (account_id, sign)`,
    [
      subjects.ids.map(String),
      subjects.amounts.map(String),
      facts.act,
      facts.subjectKind,
      facts.countyCode,
      facts.onDate,
      facts.memo,
      String(facts.debit),
      String(facts.credit),
    ],
  );
}

/**
 * Ends the pending entries of these subjects: posted (money has moved) or voided (it came back). Once each.
 */
export async function resolvePendingEntries(
  tx: Tx,
  phase: 'posted' | 'voided',
  facts: Pick<BulkFacts, 'act' | 'subjectKind' | 'onDate'>,
  subjectIds: readonly bigint[],
): Promise<number> {
  const result = await sql(
    tx,
    `with open as (
       select e.* from journal_entry e where e.phase = 'pending' and e.act = ? and e.subject_kind = ?
         and e.subject_id = any(?::bigint[])
     ), ending as (
       insert into journal_entry (phase, resolves_id, act, subject_kind, subject_id, county_code, on_date, memo)
       select ?, id, act, subject_kind, subject_id, county_code, ?, memo from open returning id, resolves_id
     )
     insert into posting (entry_id, account_id, amount_fen)
     select ending.id, p.account_id, p.amount_fen from ending join posting p on p.entry_id = ending.resolves_id`,
    [facts.act, facts.subjectKind, subjectIds.map(String), phase, facts.onDate],
  );
  return result.count / 2;
}
