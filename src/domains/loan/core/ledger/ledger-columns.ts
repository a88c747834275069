/** Groups of the county ledger (扶贫小额信贷台账), as its group row names them. */
export const LEDGER_GROUPS = ['basic', 'earlier', 'microloan', 'startup', 'student', 'other'] as const;
export type LedgerGroup = (typeof LEDGER_GROUPS)[number];

/**
 * What a cell holds. `money` follows the unit the user names; `yuan` and `wan_yuan` are marked in the
 * heading.
 */
export type ColumnUnit =
  | 'number'
  | 'text'
  | 'person'
  | 'code'
  | 'money'
  | 'yuan'
  | 'wan_yuan'
  | 'yes_no'
  | 'date'
  | 'months_or_years'
  | 'percent';

export interface LedgerColumn {
  /** 1-based place in the layout. */
  readonly position: number;
  readonly group: LedgerGroup;
  readonly heading: string;
  readonly name: string;
  readonly unit: ColumnUnit;
  readonly required: boolean;
}

type ColumnEntry = readonly [number, LedgerGroup, string, string, ColumnUnit, boolean];

// The 76 columns of a real county ledger (朝天区 扶贫小额信贷台账), in their order.
const ENTRIES: readonly ColumnEntry[] = [
  [1, 'basic', '序号', 'row_no', 'number', true],
  [2, 'basic', '乡(镇)', 'township', 'text', true],
  [3, 'basic', '行政村', 'village', 'text', true],
  [4, 'basic', '组别', 'group_no', 'text', false],
  [5, 'basic', '户主姓名', 'householder_name', 'text', true],
  [6, 'basic', '身份证号', 'householder_id_no', 'text', true],
  [7, 'basic', '家庭人口数', 'member_count', 'person', true],
  [8, 'basic', '贷款人姓名', 'borrower_name', 'text', true],
  [9, 'basic', '贷款人身份证号', 'borrower_id_no', 'text', true],
  [10, 'basic', '与户主关系', 'relation_to_householder', 'code', true],
  [11, 'basic', '脱贫属性', 'poverty_status', 'code', true],
  [12, 'earlier', '原有余额', 'earlier_balance', 'money', false],
  [13, 'earlier', '是否逾期', 'earlier_is_overdue', 'yes_no', false],
  [14, 'earlier', '逾期金额', 'earlier_overdue_amount', 'money', false],
  [15, 'earlier', '逾期时间', 'earlier_overdue_date', 'date', false],
  [16, 'earlier', '欠息金额', 'earlier_unpaid_interest', 'money', false],
  [17, 'earlier', '欠息时间', 'earlier_unpaid_interest_date', 'date', false],
  [18, 'microloan', '等级评定', 'credit_grade', 'code', true],
  [19, 'microloan', '授信额度', 'credit_line', 'money', true],
  [20, 'microloan', '授信金融机构', 'credit_granting_bank', 'text', true],
  [21, 'microloan', '授信时间', 'credit_granted_on', 'date', true],
  [22, 'microloan', '贷款金额', 'loan_amount', 'money', true],
  [23, 'microloan', '贷款期限', 'loan_term', 'months_or_years', true],
  [24, 'microloan', '放款日期', 'drawdown_date', 'date', true],
  [25, 'microloan', '到期日期', 'maturity_date', 'date', true],
  [26, 'microloan', '贷款利率', 'loan_rate', 'percent', true],
  [27, 'microloan', '贷款金融机构', 'lending_bank', 'text', true],
  [28, 'microloan', '累计贴息金额(元)', 'cumulative_subsidy', 'yuan', true],
  [29, 'microloan', '偿还贷款金额', 'repaid_amount', 'money', false],
  [30, 'microloan', '还款时间', 'repaid_on', 'date', false],
  [31, 'microloan', '贷款余额(万元)', 'loan_balance', 'wan_yuan', true],
  [32, 'microloan', '逾期贷款金额', 'overdue_amount', 'money', false],
  [33, 'microloan', '贷款逾期时间', 'overdue_since', 'date', false],
  [34, 'microloan', '欠息金额(元)', 'unpaid_interest', 'yuan', false],
  [35, 'microloan', '欠息时间', 'unpaid_interest_since', 'date', false],
  [36, 'microloan', '应贷未贷识别', 'should_have_loan_flag', 'yes_no', false],
  [37, 'microloan', '贷款用途', 'loan_purpose', 'code', true],
  [38, 'startup', '贷款金额', 'startup_loan_amount', 'money', false],
  [39, 'startup', '期限', 'startup_loan_term', 'months_or_years', false],
  [40, 'startup', '放款日期', 'startup_drawdown_date', 'date', false],
  [41, 'startup', '到期日期', 'startup_maturity_date', 'date', false],
  [42, 'startup', '利率', 'startup_loan_rate', 'percent', false],
  [43, 'startup', '偿还金额', 'startup_repaid_amount', 'money', false],
  [44, 'startup', '还款时间', 'startup_repaid_on', 'date', false],
  [45, 'startup', '余额(万元)', 'startup_loan_balance', 'wan_yuan', false],
  [46, 'startup', '逾期金额', 'startup_overdue_amount', 'money', false],
  [47, 'startup', '逾期时间', 'startup_overdue_since', 'date', false],
  [48, 'startup', '欠息金额(元)', 'startup_unpaid_interest', 'yuan', false],
  [49, 'startup', '欠息时间', 'startup_unpaid_interest_since', 'date', false],
  [50, 'startup', '用途', 'startup_loan_purpose', 'code', false],
  [51, 'student', '贷款金额', 'student_loan_amount', 'money', false],
  [52, 'student', '期限', 'student_loan_term', 'months_or_years', false],
  [53, 'student', '放款日期', 'student_drawdown_date', 'date', false],
  [54, 'student', '到期日期', 'student_maturity_date', 'date', false],
  [55, 'student', '利率', 'student_loan_rate', 'percent', false],
  [56, 'student', '偿还金额', 'student_repaid_amount', 'money', false],
  [57, 'student', '还款时间', 'student_repaid_on', 'date', false],
  [58, 'student', '余额(万元)', 'student_loan_balance', 'wan_yuan', false],
  [59, 'student', '逾期金额', 'student_overdue_amount', 'money', false],
  [60, 'student', '逾期时间', 'student_overdue_since', 'date', false],
  [61, 'student', '欠息金额(元)', 'student_unpaid_interest', 'yuan', false],
  [62, 'student', '欠息时间', 'student_unpaid_interest_since', 'date', false],
  [63, 'other', '贷款金额', 'other_loan_amount', 'money', false],
  [64, 'other', '期限', 'other_loan_term', 'months_or_years', false],
  [65, 'other', '放款日期', 'other_drawdown_date', 'date', false],
  [66, 'other', '到期日期', 'other_maturity_date', 'date', false],
  [67, 'other', '利率', 'other_loan_rate', 'percent', false],
  [68, 'other', '偿还金额', 'other_repaid_amount', 'money', false],
  [69, 'other', '还款时间', 'other_repaid_on', 'date', false],
  [70, 'other', '余额(万元)', 'other_loan_balance', 'wan_yuan', false],
  [71, 'other', '逾期金额', 'other_overdue_amount', 'money', false],
  [72, 'other', '逾期时间', 'other_overdue_since', 'date', false],
  [73, 'other', '欠息金额(元)', 'other_unpaid_interest', 'yuan', false],
  [74, 'other', '欠息时间', 'other_unpaid_interest_since', 'date', false],
  [75, 'other', '用途', 'other_loan_purpose', 'code', false],
  [76, 'other', '备注', 'remarks', 'text', false],
];

/** The 76-column county ledger, product data. */
export const LEDGER_COLUMNS: readonly LedgerColumn[] = ENTRIES.map(
  ([position, group, heading, name, unit, required]) => ({ position, group, heading, name, unit, required }),
);
