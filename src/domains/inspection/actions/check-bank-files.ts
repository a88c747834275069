import { formatYuan } from '../../../kernel/money.ts';
import type { Cipher } from '../../../platform/crypto.ts';
import type { Tx } from '../../../platform/db.ts';
import { decodeText, readCsv } from '../../../platform/spreadsheet/read-csv.ts';
import type { SheetRow } from '../../../platform/spreadsheet/spreadsheet.ts';
import type { Storage } from '../../../platform/storage.ts';
import { BANK_FILE_HEADINGS, PAYEE_ACCOUNT_BINDING } from '../../payment/index.ts';
import { Tally, type Finding } from '../core/invariants.ts';
import { instructedLines, writtenBankFiles, type BankFileRow } from '../stored-papers.views.ts';
import { sizeOfFile } from './check-stored-files.ts';

export interface BankFileSources {
  readonly storage: Storage;
  readonly cipher: Cipher;
}

/** The headings of what we wrote into the file; the others are the bank's to fill in. */
const WRITTEN = BANK_FILE_HEADINGS.slice(0, 7);

/** What the bank was told to pay, to whom and to which account is what the lines say (invariant 17). */
export async function checkBankFiles(tx: Tx, sources: BankFileSources): Promise<Finding> {
  const tally = new Tally();
  for (const order of await writtenBankFiles(tx)) {
    const same = await saysTheSame(tx, sources, order);
    tally.count(same ? null : `bank file of order ${order.id}`);
  }
  return tally.finding('17');
}

async function saysTheSame(
  tx: Tx,
  { storage, cipher }: BankFileSources,
  order: BankFileRow,
): Promise<boolean> {
  if ((await sizeOfFile(storage, order.bank_file_sha256)) === null) return false;
  const [heading, ...rows] = [...readCsv(decodeText(await storage.readAll(order.bank_file_sha256)))];
  const columns = WRITTEN.map((name) => heading?.cells.indexOf(name) ?? -1);
  const told = rows.map(({ cells }) => columns.map((column) => textOf(cells[column])).join('\n'));
  const lines = await instructedLines(tx, order.id);
  const due = lines.map((line) =>
    [
      ...[order.order_no, line.line_no, line.payee_name, accountOf(cipher, line.payee_account_cipher)],
      ...[line.payee_bank_name, formatYuan(line.amount_fen), line.booking_ref],
    ].join('\n'),
  );
  return told.length === due.length && due.every((line, position) => line === told[position]);
}

const textOf = (cell: SheetRow['cells'][number] | undefined): string =>
  typeof cell === 'string' ? cell : '';

/** Empty when the sealed account was tampered with: no file says that. */
function accountOf(cipher: Cipher, sealed: string): string {
  try {
    return cipher.open(sealed, PAYEE_ACCOUNT_BINDING);
  } catch {
    return '';
  }
}
