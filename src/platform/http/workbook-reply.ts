import { PassThrough } from 'node:stream';
import { writeWorkbook, type WrittenSheet } from '../spreadsheet/spreadsheet.ts';
import { FileReply } from './file-reply.ts';

const TYPE = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

/** A workbook as the reply of an endpoint: written while it is sent. */
export const workbookReply = (name: string, sheet: WrittenSheet): FileReply =>
  new FileReply(TYPE, `${name}.xlsx`, () => {
    const out = new PassThrough();
    writeWorkbook(out, sheet).catch((error: unknown) => out.destroy(error as Error));
    return out;
  });
