import { formatDateZh, type PlainDate } from '../../../kernel/date.ts';
import { sumInWords } from '../../../kernel/money-words.ts';
import { addFen, fen, formatYuanGrouped, type Fen } from '../../../kernel/money.ts';
import { nameOfMoney, type DueKind } from './due-row.ts';
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
  readonly kind: DueKind;
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
  nameOfMoney(line.kind),
  line.due_on,
  formatYuanGrouped(line.cash_fen),
  formatYuanGrouped(line.short_fen),
  formatYuanGrouped(fee),
];

/** Of which moneys a letter speaks. */
interface Moneys {
  readonly dividends: boolean;
  readonly principal: boolean;
}

const moneysOf = (kinds: readonly DueKind[]): Moneys => ({
  dividends: kinds.some((kind) => kind !== 'principal'),
  principal: kinds.includes('principal'),
});

const choose = ({ dividends, principal }: Moneys, names: readonly [string, string, string]): string =>
  names[dividends && principal ? 2 : principal ? 1 : 0];

/** 分红催缴通知书, 逾期本金催缴通知书, or of both. */
export const demandPaperName = (lines: readonly Pick<DemandLine, 'kind'>[]): string =>
  `${choose(moneysOf(lines.map(({ kind }) => kind)), ['分红', '逾期本金', '分红及逾期本金'])}催缴通知书`;

/** What else there is to know of paying: the fee of a late dividend, the way of principal. */
function payingNote(moneys: Moneys, fee: Fen): string {
  const dividends = `分红逾期按协议约定计收滞纳金，至今日为¥${formatYuanGrouped(fee)}，此后按日另计，直至付清；滞纳金另行支付，不抵作分红。`;
  const principal = '本金到账后由县级转付贷款银行归还贷款，不是贷款的退回资金原渠道。';
  return `${moneys.dividends ? dividends : ''}${moneys.principal ? principal : ''}`;
}

/** Final strings of the letter, by the names of `templates/dividend/demand`. */
export function demandFields(
  facts: DemandFacts,
  lines: readonly DemandLine[],
  stamp: Stamp,
): StatementFields {
  const fees = lines.map((line) => feeOf(line, facts.issued_on));
  const toGuarantor = facts.addressee === 'guarantor';
  const moneys = moneysOf(lines.map(({ kind }) => kind));
  const duty = choose(moneys, ['支付分红', '交还本金', '支付分红、交还本金']);
  return {
    ...stampFields(stamp),
    demand_no: facts.demand_no,
    paper_name: demandPaperName(lines),
    what: choose(moneys, ['分红', '本金', '分红、本金']),
    county: facts.county,
    enterprise: facts.enterprise,
    addressee: toGuarantor ? facts.guarantors.join('、') : facts.enterprise,
    basis: toGuarantor
      ? `你方为${facts.enterprise}${duty}的担保人。`
      : choose(moneys, [
          '你单位与农户签订的协议、公告的股份分红已约定支付期限。',
          '你单位与农户签订的协议已约定交还本金的期限。',
          '你单位与农户签订的协议已约定支付分红、交还本金的期限。',
        ]),
    issued_on_zh: formatDateZh(facts.issued_on),
    answer_by: formatDateZh(facts.answer_by),
    line_count: String(lines.length),
    short_digits: formatYuanGrouped(facts.short_fen),
    short_words: sumInWords(facts.short_fen),
    fee_note: payingNote(moneys, addFen(...fees)),
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
    readonly principal: boolean;
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
  const moneys = moneysOf(facts.advances.map(({ principal }) => (principal ? 'principal' : 'agreement')));
  return {
    ...stampFields(stamp),
    letter_no: facts.letterNo,
    duties: choose(moneys, ['支付保底分红', '交还本金', '支付保底分红、交还本金']),
    paid_to: choose(moneys, [
      '农户应得的分红已由县级垫款兑付',
      '应交还的本金已由县级垫款转付',
      '农户应得的分红和应交还的本金已由县级垫款支付',
    ]),
    county: facts.county,
    enterprise: facts.enterprise,
    as_of: formatDateZh(stamp.issuedOn),
    advanced_digits: formatYuanGrouped(sumOf(facts.advances)),
    recovered_digits: formatYuanGrouped(sumOf(facts.recoveries)),
    open_digits: formatYuanGrouped(open),
    open_words: sumInWords(open),
    advances: facts.advances.map((each, index) => [
      ...[String(index + 1), formatDateZh(each.on), each.bank_serial],
      ...[nameOfMoney(each.principal ? 'principal' : 'agreement'), String(each.year)],
      ...[String(each.households), money(each.amount)],
    ]),
    recoveries: facts.recoveries.map((each, index) => [
      ...[String(index + 1), formatDateZh(each.on), each.bank_serial, money(each.amount)],
    ]),
    has_recoveries: facts.recoveries.length > 0 ? 'yes' : 'no',
  };
}
