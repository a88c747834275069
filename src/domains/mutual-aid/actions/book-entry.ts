import { invariant } from '../../../kernel/invariant.ts';
import type { Tx } from '../../../platform/db.ts';
import { openAccount, postEntry, societyPocket } from '../../ledger/index.ts';
import { ENTRY_KINDS, POCKETS } from '../core/entry-kinds.ts';
import { entryPostings } from '../core/entry-postings.ts';
import type { EntryRow } from '../core/society-rows.ts';

/** Posts a confirmed entry on the society's own accounts, on the day the bank moved it. */
export async function bookEntry(tx: Tx, entry: EntryRow): Promise<void> {
  const { society_id: society, county_code: county } = entry;
  const account = (code: string): Promise<bigint> => {
    const pocket = POCKETS[code];
    invariant(pocket, 'every pocket of an entry has its account');
    return openAccount(tx, societyPocket({ code, name: pocket.zh, holds: pocket.holds }, society, county));
  };
  for (const { act, debit, credit, amount } of entryPostings(entry)) {
    const facts = {
      act,
      subjectKind: 'mutual_entry',
      subjectId: entry.id,
      countyCode: county,
      onDate: entry.on_date,
      memo: `互助资金 ${ENTRY_KINDS[entry.kind].zh} ${entry.bank_serial ?? entry.document_no ?? ''}`.trim(),
    };
    await postEntry(tx, facts, { debit: await account(debit), credit: await account(credit), amount });
  }
}
