import type { Tx } from '../../../platform/db.ts';
import { matchBank, type LendingBank } from '../core/bank-names.ts';
import { findLendingBanks } from '../organisation.store.ts';

/** Reads a county's banks once and answers for any spelling of their names. */
export async function bankFinder(tx: Tx, countyCode: string): Promise<(name: string) => LendingBank | null> {
  const banks = await findLendingBanks(tx, countyCode);
  return (name) => matchBank(banks, name);
}

/** The bank of a county that a ledger means by a name; null when none or more than one fits. */
export async function branchOfBankName(
  tx: Tx,
  countyCode: string,
  name: string,
): Promise<LendingBank | null> {
  return (await bankFinder(tx, countyCode))(name);
}
