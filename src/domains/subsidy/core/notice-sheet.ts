import { formatDateZh, type PlainDate } from '../../../kernel/date.ts';
import { maskResidentId } from '../../../kernel/identifiers.ts';
import { sumInWords } from '../../../kernel/money-words.ts';
import { addFen, formatYuanGrouped, type Fen } from '../../../kernel/money.ts';

/** One household on a publicity notice; the ID in full or already masked, printed masked. */
export interface NoticeLine {
  readonly householdHead: string;
  readonly village: string;
  readonly residentId: string;
  readonly principal: Fen;
  readonly subsidy: Fen;
}

/** A publicity notice of a subsidy claim (公示). */
export interface NoticeFacts {
  readonly noticeNo: string;
  readonly printId: string;
  readonly verifyUrl: string;
  readonly verifyCode: string;
  readonly issuedOn: PlainDate;
  readonly county: string;
  /** Township or village when the notice is for one place only; null for the whole county. */
  readonly place: string | null;
  readonly bank: string;
  /** In words: `2016年第二季度`. */
  readonly period: string;
  readonly days: number;
  readonly dayKind: 'natural' | 'working';
  readonly opensOn: PlainDate;
  /** Last day of the notice, included. */
  readonly closesOn: PlainDate;
  readonly office: string;
  readonly officePhone: string;
  readonly officeAddress: string;
  /** The supervision line, 12317 in the provincial opinion of 2016. */
  readonly hotline: string;
  readonly lines: readonly NoticeLine[];
}

export type NoticeFields = Readonly<Record<string, string | readonly (readonly string[])[]>>;

function rowsOf(lines: readonly NoticeLine[]): string[][] {
  return lines.map((line, index) => [
    String(index + 1),
    line.householdHead,
    line.village,
    maskResidentId(line.residentId),
    formatYuanGrouped(line.principal),
    formatYuanGrouped(line.subsidy),
  ]);
}

/** Final strings of the notice, by the field names of `templates/subsidy/notice`. */
export function noticeFields(facts: NoticeFacts): NoticeFields {
  const subsidy = addFen(...facts.lines.map((line) => line.subsidy));
  return {
    issued_on: facts.issuedOn,
    issued_on_zh: formatDateZh(facts.issuedOn),
    notice_no: facts.noticeNo,
    print_id: facts.printId,
    verify_url: facts.verifyUrl,
    verify_code: facts.verifyCode,
    county: facts.county,
    place: facts.place ?? '',
    bank: facts.bank,
    period: facts.period,
    notice_days: String(facts.days),
    day_kind: facts.dayKind === 'natural' ? '自然日' : '工作日',
    opens_on: formatDateZh(facts.opensOn),
    closes_on: formatDateZh(facts.closesOn),
    line_count: String(facts.lines.length),
    principal_total: formatYuanGrouped(addFen(...facts.lines.map((line) => line.principal))),
    subsidy_total: formatYuanGrouped(subsidy),
    // all of it may be kept back
    subsidy_total_words: sumInWords(subsidy),
    office: facts.office,
    office_phone: facts.officePhone,
    office_address: facts.officeAddress,
    hotline: facts.hotline,
    lines: rowsOf(facts.lines),
  };
}
