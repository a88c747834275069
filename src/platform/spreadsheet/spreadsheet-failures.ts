import { invalid, type Failure } from '../../kernel/failure.ts';

const DETAILS = {
  'spreadsheet.not-found': '文件不存在或无法读取，请检查路径和权限。',
  'spreadsheet.file-too-large': '文件过大，请拆分后重新上传。',
  'spreadsheet.bomb': '文件解压后过大或压缩比异常，已拒绝打开；请用表格软件另存为 .xlsx 后重新上传。',
  'spreadsheet.encrypted': '文件设有打开密码，请去掉密码后重新上传。',
  'spreadsheet.macros': '文件含有宏，请另存为不含宏的 .xlsx 后重新上传。',
  'spreadsheet.old-format': '这是旧版 .xls 或网页格式，请用表格软件另存为 .xlsx 后重新上传。',
  'spreadsheet.not-a-workbook': '文件不是 .xlsx 工作簿或 CSV 文本，请检查后重新上传。',
  'spreadsheet.damaged': '工作簿已损坏，无法读取；请用表格软件打开修复并另存后重新上传。',
  'spreadsheet.too-many-rows': '行数超过上限，请拆分后重新上传。',
  'spreadsheet.too-many-columns': '列数超过上限，请删去无关的列后重新上传。',
  'spreadsheet.cell-too-long': '有单元格的文字过长，请删去无关内容后重新上传。',
  'spreadsheet.too-slow': '读取文件超时，请删去无关的工作表和格式后重新上传。',
  'spreadsheet.not-writable': '输出文件无法写入，请检查路径和权限。',
  'spreadsheet.too-complex': '文件内容过于复杂，读取时内存不足；请拆分后重新上传。',
} as const;
export type SpreadsheetFailureCode = keyof typeof DETAILS;

/** The refusal of a file. `facts` name limits and row numbers, never content. */
export function spreadsheetFailure(
  code: SpreadsheetFailureCode,
  facts: Readonly<Record<string, unknown>> = {},
): Failure {
  return invalid({ code, detail: DETAILS[code], facts });
}

export function isSpreadsheetFailureCode(code: string): code is SpreadsheetFailureCode {
  return code in DETAILS;
}
