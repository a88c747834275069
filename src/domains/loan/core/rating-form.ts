import type { PlainDate } from '../../../kernel/date.ts';
import { toExact, type Fen } from '../../../kernel/money.ts';

/** 评级授信表, 17 columns: English name and Chinese heading, in order. */
export const RATING_COLUMNS: readonly (readonly [name: string, heading: string])[] = [
  ['form_no', '编号'],
  ['township', '乡镇'],
  ['village_group', '村组'],
  ['householder_name', '户主姓名'],
  ['borrower_name', '贷款人姓名'],
  ['id_no', '证件号码'],
  ['health_status', '健康状况'],
  ['education_level', '文化程度'],
  ['labour_ability', '劳动能力'],
  ['credit_grade', '信用评定等级'],
  ['credit_line', '授信额度'],
  ['phone', '联系电话'],
  ['remarks', '备注'],
  ['reporting_unit', '填报单位'],
  ['prepared_by', '填表人'],
  ['preparer_contact', '填表人联系方式'],
  ['reviewed_by', '审核人'],
];

/** A confirmed rating with what the form tells of the household and of those who signed. */
export interface RatedHousehold {
  readonly id: bigint;
  readonly township_name: string;
  readonly village_name: string;
  readonly group_no: string | null;
  readonly head_name: string;
  /** Whoever borrowed last at the bank, before the first loan the householder. */
  readonly borrower_name: string;
  readonly id_no: string;
  readonly grade: string;
  readonly line_fen: Fen;
  readonly score: number | null;
  readonly granted_on: PlainDate;
  readonly ends_on: PlainDate | null;
  readonly bank_name: string;
  readonly bank_phone: string | null;
  readonly entered_name: string | null;
  readonly decided_name: string | null;
  /** Null where none is on record, or where numbers are masked. */
  readonly phone: string | null;
}

function remarksOf(row: RatedHousehold): string {
  const score = row.score === null ? '' : `评分 ${row.score}，`;
  const ends = row.ends_on === null ? '' : `，有效期至 ${row.ends_on} 前`;
  return `${score}授信日期 ${row.granted_on}${ends}`;
}

/**
 * One row of the form; the line in yuan. Health, schooling and ability to work are marks of the bank's own
 * sheet, which nobody enters here: their cells stay empty to be filled in by hand.
 */
export const ratingRow = (row: RatedHousehold): (string | number | null)[] => [
  ...[String(row.id), row.township_name, `${row.village_name}${row.group_no ?? ''}`],
  ...[row.head_name, row.borrower_name, row.id_no, null, null, null],
  ...[row.grade, toExact(row.line_fen).div(100).toNumber(), row.phone, remarksOf(row)],
  ...[row.bank_name, row.entered_name, row.bank_phone, row.decided_name],
];
