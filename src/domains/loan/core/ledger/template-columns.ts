/** A column of a template of ours; `heading` is what the sheet shows. */
export interface TemplateColumn {
  readonly name: string;
  readonly heading: string;
  readonly required: boolean;
  /** How the cell is laid out; text keeps long numbers whole. */
  readonly look: 'text' | 'date' | 'money' | 'percent' | 'plain';
  readonly width: number;
}

const column = (
  name: string,
  heading: string,
  look: TemplateColumn['look'] = 'text',
  required = true,
): TemplateColumn => ({ name, heading, required, look, width: heading.endsWith('号') ? 22 : 14 });

/**
 * Our own layout for sending loans: the columns of the county ledger that a loan is made of, and nothing
 * else.
 */
export const LOAN_TEMPLATE: readonly TemplateColumn[] = [
  column('township', '乡镇'),
  column('village', '行政村'),
  column('householder_name', '户主姓名'),
  column('householder_id_no', '户主身份证号'),
  column('borrower_name', '借款人姓名'),
  column('borrower_id_no', '借款人身份证号'),
  column('relation_to_householder', '与户主关系'),
  column('poverty_status', '脱贫属性'),
  column('lending_bank', '贷款银行'),
  column('contract_no', '合同编号', 'text', false),
  column('voucher_no', '借据号', 'text', false),
  column('signed_on', '合同签订日期', 'date', false),
  column('drawdown_date', '放款日期', 'date'),
  column('maturity_date', '到期日期', 'date'),
  column('loan_term', '期限(月)', 'plain'),
  column('loan_amount', '贷款金额(元)', 'money'),
  column('repaid_amount', '已还本金(元)', 'money', false),
  column('repaid_on', '还款日期', 'date', false),
  column('loan_balance', '贷款余额(元)', 'money'),
  column('loan_rate', '年利率(%)', 'percent'),
  column('loan_purpose', '贷款用途'),
  column('usage_mode', '使用方式', 'text', false),
  column('led_by_uscc', '带动主体统一社会信用代码', 'text', false),
  column('remarks', '备注', 'text', false),
];

/** Our layout for sending repayments; one of the two loan numbers is enough. */
export const REPAYMENT_TEMPLATE: readonly TemplateColumn[] = [
  column('contract_no', '合同编号', 'text', false),
  column('voucher_no', '借据号', 'text', false),
  column('repaid_on', '还款日期', 'date'),
  column('repaid_principal', '还本金额(元)', 'money', false),
  column('repaid_interest', '还息金额(元)', 'money', false),
  column('repaid_penalty', '还罚息金额(元)', 'money', false),
  column('repaid_compound', '还复利金额(元)', 'money', false),
  column('bank_serial_no', '银行流水号'),
];
