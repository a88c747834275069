import { ENTRY_KINDS } from './entry-kinds.ts';
import type { EntryRow } from './society-rows.ts';

/** One line of the journal that a confirmed entry makes; amounts in fen. */
export interface EntryPosting {
  readonly act: string;
  readonly debit: string;
  readonly credit: string;
  readonly amount: bigint;
}

/** What an entry does to the books: of a repayment the fee is income, the rest lowers the loan. */
export function entryPostings(entry: Pick<EntryRow, 'kind' | 'amount_fen' | 'fee_fen'>): EntryPosting[] {
  const { debit, credit } = ENTRY_KINDS[entry.kind];
  const act = `mutual-aid.${entry.kind.replaceAll('_', '-')}`;
  const rest = { act, debit, credit, amount: entry.amount_fen - entry.fee_fen };
  const fee = { act: 'mutual-aid.usage-fee', debit, credit: 'fees', amount: entry.fee_fen };
  return [rest, fee].filter(({ amount }) => amount > 0n);
}
