import type { PlainDate } from '../../../kernel/date.ts';
import { dayCell, yuanCell, type FormCell } from '../../../kernel/form-cell.ts';
import { fen, type Fen } from '../../../kernel/money.ts';
import { formatPercent } from '../../../kernel/rate.ts';

/** 带动型贷款表, 24 columns: English name and Chinese heading, in order. */
export const LED_COLUMNS: readonly (readonly [name: string, heading: string])[] = [
  ['contract_no', '合同编号'],
  ['loan_kind', '贷款种类'],
  ['loan_method', '贷款方式'],
  ['place_of_use', '使用地域'],
  ['industry_category', '产业类别'],
  ['operator_category', '新型农业经营主体类别'],
  ['disbursed_on', '投放日期'],
  ['disbursed_amount', '投放金额'],
  ['cumulative_disbursed', '累计投放金额'],
  ['undisbursed_balance', '未投放余额'],
  ['repaid_amount', '偿还金额'],
  ['repaid_on', '偿还时间'],
  ['overdue_amount', '逾期金额'],
  ['overdue_since', '逾期时间'],
  ['unpaid_interest', '欠息金额'],
  ['unpaid_interest_since', '欠息时间'],
  ['benefit_link_method', '利益联结方式'],
  ['led_household_list', '带动贫困户名单'],
  ['led_person_count', '带动贫困人口数'],
  ['direct_benefit', '直接带动效益'],
  ['data_maintained_by', '数据维护单位'],
  ['householder_name', '户主姓名'],
  ['householder_id_no', '户主身份证号'],
  ['member_count', '家庭人口'],
];

/** A loan as the ledger tells it, and its debt as of today. */
export interface LedLoan {
  readonly purpose_text: string;
  readonly disbursed_on: PlainDate;
  readonly principal_fen: Fen;
  readonly repaid_fen: Fen;
  readonly repaid_on: PlainDate | null;
  readonly overdue_fen: Fen | null;
  readonly overdue_since: PlainDate | null;
  readonly unpaid_fen: Fen | null;
  readonly unpaid_since: PlainDate | null;
  readonly bank_name: string;
  readonly head_name: string;
  readonly head_id_no: string;
  readonly member_count: number;
}

/** Who uses the money of a loan, how the household is linked to it, and what it got of that. */
export interface LedUse {
  readonly loan_id: bigint;
  readonly contract_no: string | null;
  readonly product: string;
  readonly enterprise: string;
  readonly enterprise_kind: 'enterprise' | 'cooperative';
  /** Where the enterprise is, from the county down. */
  readonly place: string;
  /** Percent a year and of the profit, as the agreement stands today; null: no agreement. */
  readonly floor_percent: number | null;
  readonly profit_share_percent: number | null;
  readonly trains: boolean;
  readonly employs: boolean;
  /** Dividends that arrived on the household's card, fees for delay with them; principal is none. */
  readonly dividends_fen: Fen;
  readonly wages_fen: Fen;
}

/** 利益联结方式: by what the agreement promises and what has been recorded of it; null without an agreement. */
export function benefitLink(use: LedUse): string | null {
  const { floor_percent: floor, profit_share_percent: share } = use;
  if (floor === null) return null;
  return [
    `保底分红 ${formatPercent(floor)}%`,
    share ? `盈余分红 ${formatPercent(share)}%` : null,
    use.trains ? '技能培训' : null,
    use.employs ? '吸纳务工' : null,
  ]
    .filter((part) => part !== null)
    .join('，');
}

/**
 * One row: a loan that an enterprise uses, amounts in yuan. A loan is lent whole, so nothing of it waits to
 * be lent; each household has a loan of its own, so the list of those led is the household itself.
 */
export const ledRow = (line: LedLoan, method: string, use: LedUse): FormCell[] => [
  ...[use.contract_no, use.product, method, use.place, line.purpose_text],
  ...[use.enterprise_kind === 'cooperative' ? '农民专业合作社' : '农业企业', dayCell(line.disbursed_on)],
  ...[yuanCell(line.principal_fen), yuanCell(line.principal_fen), 0],
  ...[
    yuanCell(line.repaid_fen),
    dayCell(line.repaid_on),
    yuanCell(line.overdue_fen),
    dayCell(line.overdue_since),
  ],
  ...[yuanCell(line.unpaid_fen), dayCell(line.unpaid_since)],
  ...[benefitLink(use), line.head_name, line.member_count],
  yuanCell(fen(use.dividends_fen + use.wages_fen)),
  ...[line.bank_name, line.head_name, line.head_id_no, line.member_count],
];
