import { formatDateZh, type PlainDate } from '../../../kernel/date.ts';
import { sumInWords } from '../../../kernel/money-words.ts';
import { addFen, fen, formatYuanGrouped, type Fen } from '../../../kernel/money.ts';
import { lateFee } from './late-fee.ts';
import { stampFields, type Stamp, type StatementFields } from './statement-sheet.ts';

/** What a demand (分红催缴通知书) says of itself. */
export interface DemandFacts {
  readonly demand_no: string;
  readonly county: string;
  readonly enterprise: string;
  readonly addressee: 'enterprise' | 'guarantor';
  readonly guarantors: readonly string[];
  readonly issued_on: PlainDate;
  readonly answer_by: PlainDate;
  readonly short_fen: Fen;
  readonly remark: string | null;
}

export interface DemandLine {
  readonly head_name: string;
  readonly village_name: string;
  readonly source_no: string;
  readonly due_on: PlainDate;
  readonly cash_fen: Fen;
  readonly short_fen: Fen;
  readonly late_fee_percent: number;
  readonly received: readonly { readonly on: PlainDate; readonly amount: string }[];
}

const feeOf = (line: DemandLine, on: PlainDate): Fen =>
  lateFee(
    {
      ...{ dueOn: line.due_on, cash: line.cash_fen, percentPerDay: line.late_fee_percent },
      received: line.received.map((each) => ({ on: each.on, amount: fen(BigInt(each.amount)) })),
    },
    on,
  );

const lineRow = (line: DemandLine, index: number, fee: Fen): string[] => [
  String(index + 1),
  line.head_name,
  line.village_name,
  line.source_no,
  line.due_on,
  formatYuanGrouped(line.cash_fen),
  formatYuanGrouped(line.short_fen),
  formatYuanGrouped(fee),
];

/** Final strings of the letter, by the names of `templates/dividend/demand`. */
export function demandFields(
  facts: DemandFacts,
  lines: readonly DemandLine[],
  stamp: Stamp,
): StatementFields {
  const fees = lines.map((line) => feeOf(line, facts.issued_on));
  const toGuarantor = facts.addressee === 'guarantor';
  return {
    ...stampFields(stamp),
    demand_no: facts.demand_no,
    county: facts.county,
    enterprise: facts.enterprise,
    addressee: toGuarantor ? facts.guarantors.join('、') : facts.enterprise,
    basis: toGuarantor
      ? `你方为${facts.enterprise}支付分红的担保人。`
      : '你单位与农户签订的协议、公告的股份分红已约定支付期限。',
    issued_on_zh: formatDateZh(facts.issued_on),
    answer_by: formatDateZh(facts.answer_by),
    line_count: String(lines.length),
    short_digits: formatYuanGrouped(facts.short_fen),
    short_words: sumInWords(facts.short_fen),
    fee_digits: formatYuanGrouped(addFen(...fees)),
    remark: facts.remark ?? '特此通知。',
    lines: lines.map((line, index) => lineRow(line, index, fees[index] ?? fen(0n))),
  };
}

/** What the county advanced and got back, as the letter that asks for it (追偿通知书) prints it. */
export interface RecourseFacts {
  readonly letterNo: string;
  readonly county: string;
  readonly enterprise: string;
  readonly advances: readonly {
    readonly on: PlainDate;
    readonly bank_serial: string;
    readonly year: number;
    readonly households: number;
    readonly amount: string;
  }[];
  readonly recoveries: readonly {
    readonly on: PlainDate;
    readonly bank_serial: string;
    readonly amount: string;
  }[];
}

const sumOf = (entries: readonly { readonly amount: string }[]): Fen =>
  addFen(...entries.map(({ amount }) => fen(BigInt(amount))));

/** What is still asked back, in fen. */
export const recourseOpenOf = (facts: Pick<RecourseFacts, 'advances' | 'recoveries'>): Fen =>
  fen(sumOf(facts.advances) - sumOf(facts.recoveries));

/** Final strings of the letter, by the names of `templates/dividend/recourse`. */
export function recourseFields(facts: RecourseFacts, stamp: Stamp): StatementFields {
  const open = recourseOpenOf(facts);
  const money = (amount: string): string => formatYuanGrouped(fen(BigInt(amount)));
  return {
    ...stampFields(stamp),
    letter_no: facts.letterNo,
    county: facts.county,
    enterprise: facts.enterprise,
    as_of: formatDateZh(stamp.issuedOn),
    advanced_digits: formatYuanGrouped(sumOf(facts.advances)),
    recovered_digits: formatYuanGrouped(sumOf(facts.recoveries)),
    open_digits: formatYuanGrouped(open),
    open_words: sumInWords(open),
    advances: facts.advances.map((each, index) => [
      ...[String(index + 1), formatDateZh(each.on), each.bank_serial, String(each.year)],
      ...[String(each.households), money(each.amount)],
    ]),
    recoveries: facts.recoveries.map((each, index) => [
      ...[String(index + 1), formatDateZh(each.on), each.bank_serial, money(each.amount)],
    ]),
    has_recoveries: facts.recoveries.length > 0 ? 'yes' : 'no',
  };
}
