import { sql, type Tx } from '../../platform/db.ts';

export interface PaperRow {
  readonly id: bigint;
  readonly sheet: unknown;
  readonly sheet_sha256: string;
}

/** Papers with their stored sheets, a page at a time in the order of their ids. */
export async function storedPapers(tx: Tx, after: bigint, limit: number): Promise<PaperRow[]> {
  const { rows } = await sql<PaperRow>(
    tx,
    'select id, sheet, sheet_sha256 from document where id > ? order by id limit ?',
    [String(after), limit],
  );
  return rows;
}

export interface StoredFileRow {
  readonly sha256: string;
  readonly bytes: bigint;
}

export async function storedFiles(tx: Tx): Promise<StoredFileRow[]> {
  const { rows } = await sql<StoredFileRow>(tx, 'select sha256, bytes from stored_file order by sha256');
  return rows;
}

/** An order whose file for the bank has been written. */
export interface BankFileRow {
  readonly id: bigint;
  readonly order_no: string;
  readonly bank_file_sha256: string;
}

export async function writtenBankFiles(tx: Tx): Promise<BankFileRow[]> {
  const { rows } = await sql<BankFileRow>(
    tx,
    'select id, order_no, bank_file_sha256 from payment_order where bank_file_sha256 is not null order by id',
  );
  return rows;
}

export interface InstructedLineRow {
  readonly line_no: number;
  readonly payee_name: string;
  readonly payee_account_cipher: string;
  readonly payee_bank_name: string;
  readonly amount_fen: bigint;
  readonly booking_ref: string;
}

export async function instructedLines(tx: Tx, orderId: bigint): Promise<InstructedLineRow[]> {
  const { rows } = await sql<InstructedLineRow>(
    tx,
    `select line_no, payee_name, payee_account_cipher, payee_bank_name, amount_fen, booking_ref from payment_line
     where order_id = ? order by line_no`,
    [String(orderId)],
  );
  return rows;
}
