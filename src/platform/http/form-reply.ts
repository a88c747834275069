import { createReadStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { writeCsv, writeWorkbook, type SheetCell, type WrittenCell } from '../spreadsheet/spreadsheet.ts';
import { openTemporaryFolder } from '../temporary-files.ts';
import { FileReply } from './file-reply.ts';

export const FORM_FORMATS = ['xlsx', 'csv'] as const;
export type FormFormat = (typeof FORM_FORMATS)[number];

const MEDIA_TYPES: Readonly<Record<FormFormat, string>> = {
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  csv: 'text/csv; charset=utf-8',
};

/** A form as columns of data: what stands above them, and its rows one by one. */
export interface WrittenForm {
  readonly name: string;
  /** Rows above the data; the last one names the columns. */
  readonly heads: readonly (readonly string[])[];
  readonly rows: AsyncIterable<readonly SheetCell[]>;
}

const NUMBERS = /身份证|编号|账号|合同号|借据号/;
const WORDS = /备注|机构|银行|用途/;

/** Wide enough for the heading, and for what stands below it: 18 digits, names of banks, remarks. */
function widthOf(heading: string): number {
  if (NUMBERS.test(heading)) return 22;
  return Math.max(WORDS.test(heading) ? 26 : 12, heading.length * 2 + 2);
}

/**
 * Writes a form row by row to a file of its own, so that it takes no more memory however long it is, and
 * answers that file; it is removed when it was sent or given up.
 */
export async function formReply(form: WrittenForm, format: FormFormat): Promise<FileReply> {
  const folder = await openTemporaryFolder('form');
  const path = join(folder, `form.${format}`);
  const discard = (): Promise<void> => rm(folder, { recursive: true, force: true });
  try {
    if (format === 'csv') await writeCsv(path, rowsOf(form));
    else {
      const columns = (form.heads.at(-1) ?? []).map((heading) => ({ width: widthOf(heading) }));
      const rows = lookedRows(form);
      await writeWorkbook(path, { name: form.name, columns, rows, frozenRows: form.heads.length });
    }
  } catch (error) {
    await discard();
    throw error;
  }
  return new FileReply(MEDIA_TYPES[format], `${form.name}.${format}`, () =>
    createReadStream(path).on('close', () => void discard()),
  );
}

async function* rowsOf({ heads, rows }: WrittenForm): AsyncGenerator<readonly SheetCell[]> {
  yield* heads;
  yield* rows;
}

async function* lookedRows({ heads, rows }: WrittenForm): AsyncGenerator<readonly WrittenCell[]> {
  for (const head of heads) yield head.map((value) => ({ value, look: 'header' as const }));
  yield* rows;
}
