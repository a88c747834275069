import { createHash } from 'node:crypto';
import { parseYuan } from '../../../kernel/money.ts';
import type { Storage } from '../../../platform/storage.ts';
import type { Tx } from '../../../platform/db.ts';
import type { SheetRow } from '../../../platform/spreadsheet/spreadsheet.ts';
import { decodeText, readCsv } from '../../../platform/spreadsheet/read-csv.ts';
import { BANK_FILE_HEADINGS } from '../../payment/index.ts';
import { Tally, type Finding } from '../core/invariants.ts';
import { storedFiles, writtenBankFiles, type BankFileRow } from '../stored-papers.views.ts';

/** Files are named by their hash: each must be there with the bytes of its name (invariants 17 and 27). */
export async function checkStoredFiles(tx: Tx, storage: Storage): Promise<Finding[]> {
  const files = new Tally();
  for (const { sha256, bytes } of await storedFiles(tx)) {
    const size = await sizeOf(storage, sha256);
    files.count(size === bytes ? null : `file ${sha256.slice(0, 12)}`);
  }
  const bankFiles = new Tally();
  for (const order of await writtenBankFiles(tx)) {
    bankFiles.count((await isWhole(storage, order)) ? null : `bank file of order ${order.id}`);
  }
  return [files.finding('27'), bankFiles.finding('17')];
}

/** Bytes of a file whose content is that of its name; null when it is gone or another. */
async function sizeOf(storage: Storage, sha256: string): Promise<bigint | null> {
  if (!(await storage.has(sha256))) return null;
  const hash = createHash('sha256');
  let bytes = 0;
  for await (const chunk of storage.read(sha256)) {
    hash.update(chunk as Buffer);
    bytes += (chunk as Buffer).length;
  }
  return hash.digest('hex') === sha256 ? BigInt(bytes) : null;
}

/** The bytes are those of the name, and their lines add up to the order. */
async function isWhole(storage: Storage, order: BankFileRow): Promise<boolean> {
  const sha256 = order.bank_file_sha256;
  if ((await sizeOf(storage, sha256)) === null) return false;
  const [heading, ...rows] = [...readCsv(decodeText(await storage.readAll(sha256)))];
  const amountOf = (row: SheetRow): bigint => parseYuan(textOf(row.cells[AMOUNT])) ?? 0n;
  const total = rows.reduce((sum, row) => sum + amountOf(row), 0n);
  const named = rows.every(({ cells }) => cells[0] === order.order_no);
  return heading !== undefined && named && rows.length === order.line_count && total === order.total_fen;
}

const textOf = (cell: SheetRow['cells'][number] | undefined): string =>
  typeof cell === 'string' ? cell : '';

const AMOUNT = BANK_FILE_HEADINGS.findIndex((heading) => heading.startsWith('金额'));
