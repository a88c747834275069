import { formatDateZh, type PlainDate } from '../../../kernel/date.ts';
import { sumInWords } from '../../../kernel/money-words.ts';
import { fen, formatYuanGrouped, type Fen } from '../../../kernel/money.ts';
import { formatPercent } from '../../../kernel/rate.ts';
import { shareOfProfit } from './entitlement.ts';
import { nameOfDue, type DividendFrequency, type DueState } from './due-row.ts';
import { promisedServices, type DeliveredService, type ServicePromise } from './promised-services.ts';
import { SOURCE_NAMES, type ReceiptSource } from './payout-row.ts';

/** What the register of documents gives a paper. */
export interface Stamp {
  readonly issuedOn: PlainDate;
  readonly printId: string;
  readonly verifyUrl: string;
  readonly verifyCode: string;
}

export const stampFields = (stamp: Stamp) => ({
  issued_on: stamp.issuedOn,
  print_id: stamp.printId,
  verify_url: stamp.verifyUrl,
  verify_code: stamp.verifyCode,
});

/** One year of an agreement in the table of all its years. */
export interface StatementYear {
  readonly year_no: number;
  readonly part_no: number;
  readonly frequency: DividendFrequency;
  readonly due_on: PlainDate;
  readonly invested_fen: Fen;
  readonly floor_fen: Fen;
  readonly due_fen: Fen;
  readonly paid_fen: Fen;
  readonly unpaid_fen: Fen;
  readonly state: DueState;
}

export interface StatementPayment {
  readonly payout_no: string;
  readonly component: ReceiptSource;
  readonly net_fen: Fen;
  readonly account_last4: string;
  readonly paid_on: PlainDate;
}

/** A household's statement (保底分红结算单) of one year. */
export interface StatementFacts extends StatementYear {
  readonly stamp: Stamp;
  readonly statementNo: string;
  readonly county: string;
  readonly enterprise: string;
  readonly head: string;
  readonly householdNo: string;
  readonly village: string;
  readonly agreementNo: string;
  readonly project: string;
  readonly period_from: PlainDate;
  readonly period_to: PlainDate;
  readonly floor_percent: number;
  readonly profit_fen: bigint | null;
  readonly profit_share_percent: number;
  readonly profit_share_fen: Fen;
  /** What earlier payments of the same agreement year owe: it is taken off the year's share of the profit. */
  readonly earlier_fen: Fen;
  readonly reinvested_fen: Fen;
  readonly withheld_fen: Fen;
  readonly received_fen: Fen;
  /** Late fees charged for the year, and what of them was paid. */
  readonly late_fee_fen: Fen;
  readonly late_fee_paid_fen: Fen;
  /** What was placed with the enterprise, what of it came back, and by when it is to. */
  readonly placed_fen: Fen;
  readonly returned_fen: Fen;
  readonly principal_due_on: PlainDate;
  /** Of overdue principal; null: none is. */
  readonly principal_state: DueState | null;
  readonly years: readonly StatementYear[];
  readonly payments: readonly StatementPayment[];
  readonly services: readonly DeliveredService[];
  readonly promised: ServicePromise;
}

export type StatementFields = Readonly<Record<string, string | readonly (readonly string[])[]>>;

export const yuan = (amount: bigint): string =>
  amount < 0n ? `-¥${formatYuanGrouped(-amount)}` : `¥${formatYuanGrouped(amount)}`;

/** `2`, or `2-3` for the third payment of the second year. */
export const periodNo = (year: Pick<StatementYear, 'year_no' | 'part_no' | 'frequency'>): string =>
  year.frequency === 'yearly' ? String(year.year_no) : `${String(year.year_no)}-${String(year.part_no)}`;

const yearRow = (year: StatementYear): string[] => [
  periodNo(year),
  formatDateZh(year.due_on),
  formatYuanGrouped(year.invested_fen),
  formatYuanGrouped(year.floor_fen),
  formatYuanGrouped(year.due_fen),
  formatYuanGrouped(year.paid_fen),
  formatYuanGrouped(year.unpaid_fen),
  nameOfDue(year.state),
];

export const paymentRow = (payment: StatementPayment): string[] => [
  payment.payout_no,
  SOURCE_NAMES[payment.component],
  formatYuanGrouped(payment.net_fen),
  `****${payment.account_last4}`,
  formatDateZh(payment.paid_on),
];

const serviceRow = (service: DeliveredService): string[] => [
  formatDateZh(service.on_date),
  service.member_name,
  service.kind === 'training' ? '培训' : '务工',
  service.content,
  String(service.days),
  service.kind === 'training' ? '' : formatYuanGrouped(service.wage_fen),
];

export const yesNo = (rows: readonly unknown[]): 'yes' | 'no' => (rows.length > 0 ? 'yes' : 'no');

/** How the profit share of a payment came about; a year paid at once has nothing to take off. */
function profitSteps(facts: StatementFacts) {
  const { profit_fen: profit, profit_share_percent: percent, frequency } = facts;
  const rate = `${formatPercent(percent)}%`;
  const byParts = frequency !== 'yearly';
  const shown = (amount: Fen, told = '') => (profit === null ? '—' : `${yuan(amount)}${told}`);
  return {
    has_parts: byParts ? 'yes' : 'no',
    profit: profit === null ? '尚未核定' : yuan(profit),
    profit_by_rate: shown(shareOfProfit(profit ?? 0n, percent), `（${rate}）`),
    earlier: shown(facts.earlier_fen),
    profit_share: shown(facts.profit_share_fen, byParts ? '' : `（${rate}）`),
  };
}

/** The line of principal: what of it is back, and what is not. */
function principalOf(facts: StatementFacts) {
  const open = fen(facts.placed_fen - facts.returned_fen);
  const overdue = open > 0n && facts.principal_state ? `（${nameOfDue(facts.principal_state)}）` : '';
  return {
    placed: formatYuanGrouped(facts.placed_fen),
    principal_due_on: formatDateZh(facts.principal_due_on),
    returned: formatYuanGrouped(facts.returned_fen),
    principal_open: `${formatYuanGrouped(open)}${overdue}`,
  };
}

/** Final strings of the statement, by the names of `templates/dividend/statement`. */
export function statementFields(facts: StatementFacts): StatementFields {
  const period = { from: facts.period_from, to: facts.period_to };
  const promises = promisedServices(facts.promised, facts.services, period);
  return {
    ...stampFields(facts.stamp),
    statement_no: facts.statementNo,
    county: facts.county,
    enterprise: facts.enterprise,
    household: facts.head,
    household_no: facts.householdNo,
    village: facts.village,
    agreement_no: facts.agreementNo,
    project: facts.project,
    as_of: formatDateZh(facts.stamp.issuedOn),
    period: `${formatDateZh(facts.period_from)}至${formatDateZh(facts.period_to)}`,
    due_on: formatDateZh(facts.due_on),
    span_name: facts.frequency === 'yearly' ? '本年度' : '本期',
    invested: yuan(facts.invested_fen),
    ...principalOf(facts),
    floor_rate: `${formatPercent(facts.floor_percent)}%`,
    floor_digits: yuan(facts.floor_fen),
    ...profitSteps(facts),
    due_digits: yuan(facts.due_fen),
    due_words: sumInWords(facts.due_fen),
    reinvested: yuan(facts.reinvested_fen),
    withheld: yuan(facts.withheld_fen),
    received: yuan(facts.received_fen),
    paid_digits: yuan(facts.paid_fen),
    paid_words: sumInWords(facts.paid_fen),
    unpaid: yuan(facts.unpaid_fen),
    state: nameOfDue(facts.state),
    late_fee:
      facts.late_fee_fen === 0n
        ? '无'
        : `${yuan(facts.late_fee_fen)}（已付${yuan(facts.late_fee_paid_fen)}）`,
    years: facts.years.map(yearRow),
    payments: facts.payments.map(paymentRow),
    services: facts.services.map(serviceRow),
    promises,
    has_promises: yesNo(promises),
    has_payments: yesNo(facts.payments),
    has_services: yesNo(facts.services),
  };
}
