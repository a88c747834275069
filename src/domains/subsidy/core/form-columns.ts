/** A column of a form: English name and Chinese heading, in order. */
type Column = readonly [name: string, heading: string];

/** 贴息明细表, 31 columns. */
export const DETAIL_COLUMNS: readonly Column[] = [
  ['line_no', '序号'],
  ['county', '县'],
  ['township', '乡镇'],
  ['village', '村'],
  ['household_no', '户编号'],
  ['householder_name', '户主'],
  ['borrower_name', '贷款人'],
  ['id_no_masked', '身份证号(脱敏)'],
  ['bank', '银行'],
  ['contract_no', '合同号'],
  ['voucher_no', '借据号'],
  ['loan_amount', '贷款金额'],
  ['subsidised_principal', '贴息本金'],
  ['drawdown_date', '放款日'],
  ['maturity_date', '到期日'],
  ['contract_rate', '执行利率'],
  ['subsidy_rate', '贴息利率'],
  ['period_from', '结息起日'],
  ['period_to', '结息止日'],
  ['days', '天数'],
  ['accrued_interest', '应计利息'],
  ['interest_debited', '实付利息'],
  ['subsidy_ratio', '贴息比例'],
  ['subsidy_due', '应贴息'],
  ['subsidy_already_paid', '已贴息'],
  ['true_up', '补差(扣回)'],
  ['subsidy_this_run', '本次贴息'],
  ['payee_name', '收款户名'],
  ['payee_account_masked', '收款账号(脱敏)'],
  ['line_status', '状态'],
  ['remarks', '备注'],
];

/** 贴息汇总表, 9 columns: a row for each bank and township. */
export const SUMMARY_COLUMNS: readonly Column[] = [
  ['bank', '银行'],
  ['township', '乡镇'],
  ['household_count', '户数'],
  ['loan_count', '笔数'],
  ['principal', '本金'],
  ['balance', '余额'],
  ['subsidy_due', '应贴息'],
  ['paid_this_run', '本次拨付'],
  ['quota_balance', '指标余额'],
];

/** 台账统计表, 16 columns. */
export const LEDGER_SUMMARY_COLUMNS: readonly Column[] = [
  ['row_no', '序号'],
  ['cumulative_disbursed', '累计投放额'],
  ['newly_disbursed', '新增投放额度'],
  ['net_increase', '净增额'],
  ['balance_change_yoy', '贷款余额较比去年同期增减额'],
  ['balance_growth_yoy', '贷款余额同比增速'],
  ['balance_change_ytd', '较年初增减额'],
  ['balance_growth_ytd', '较年初增减率'],
  ['loan_count', '贷款笔数'],
  ['weighted_average_rate', '贷款加权平均利率'],
  ['people_supported', '支持带动贫困人口数'],
  ['average_credit_line_per_household', '户均授信额度'],
  ['average_balance_per_household', '户均贷款余额'],
  ['overdue_loan_count', '逾期笔数'],
  ['unpaid_interest_loan_count', '欠息笔数'],
  ['remarks', '备注'],
];
