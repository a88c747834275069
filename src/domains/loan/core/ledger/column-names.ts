import { LEDGER_COLUMNS, type LedgerColumn } from './ledger-columns.ts';

/** Columns only our own template and bank lists have; same naming as the ledger's. */
export const EXTRA_COLUMNS = [
  { name: 'contract_no', heading: '合同编号', aliases: ['合同号', '借款合同编号', '贷款合同编号'] },
  { name: 'voucher_no', heading: '借据号', aliases: ['借据编号', '贷款账号', '借据号码'] },
  { name: 'signed_on', heading: '合同签订日期', aliases: ['签订日期', '签约日期', '合同日期', '签订时间'] },
  { name: 'usage_mode', heading: '使用方式', aliases: ['贷款使用方式', '使用类型'] },
  {
    name: 'led_by_uscc',
    heading: '带动主体统一社会信用代码',
    aliases: ['带动企业统一社会信用代码', '统一社会信用代码', '带动企业信用代码'],
  },
  { name: 'studies_end_on', heading: '毕业日期', aliases: ['毕业时间', '预计毕业日期', '预计毕业时间'] },
  { name: 'bridge', heading: '过桥贷款', aliases: ['是否过桥', '是否过桥贷款'] },
  { name: 'funding_source', heading: '资金来源', aliases: ['贷款资金来源'] },
  { name: 'security', heading: '担保方式', aliases: ['贷款担保方式', '保证方式'] },
  { name: 'contract_matures_on', heading: '原到期日期', aliases: ['合同到期日期', '原到期日'] },
  { name: 'extensions', heading: '展期', aliases: ['展期情况'] },
  { name: 'called_on', heading: '提前到期', aliases: ['提前到期日', '提前到期日期'] },
  { name: 'rate_changes', heading: '利率调整', aliases: ['利率调整情况'] },
] as const;

// Other headings seen for the columns a loan is read from. The layout's own heading always counts.
const ALIASES: Readonly<Record<string, readonly string[]>> = {
  row_no: ['编号', '顺序号', 'No', 'NO'],
  township: ['乡镇', '所在乡镇', '乡镇名称', '乡镇街道', '镇', '乡'],
  village: ['村', '行政村名称', '村名', '村社区', '所在村'],
  group_no: ['组', '村民小组', '社', '小组'],
  householder_name: ['户主', '户主名称'],
  householder_id_no: [
    '户主身份证号',
    '户主身份证号码',
    '户主证件号码',
    '户主身份证',
    '身份证号码',
    '证件号码',
  ],
  member_count: ['家庭人口', '人口数', '家庭成员数'],
  borrower_name: ['借款人姓名', '借款人', '贷款人', '贷款户姓名', '姓名'],
  borrower_id_no: [
    '贷款人身份证号码',
    '借款人身份证号',
    '借款人身份证号码',
    '借款人身份证',
    '贷款人身份证',
    '借款人证件号码',
    '贷款人证件号码',
    '身份证号',
    '身份证号码',
    '证件号码',
  ],
  relation_to_householder: ['与户主的关系', '和户主关系'],
  poverty_status: ['脱贫状态', '贫困属性', '户属性', '贫困户属性'],
  credit_grade: ['评级等级', '信用等级', '评定等级'],
  credit_line: ['授信金额'],
  credit_granting_bank: ['授信银行'],
  credit_granted_on: ['授信日期'],
  loan_amount: ['放款金额', '借款金额', '发放金额', '贷款本金', '借款本金', '贷款发放金额'],
  loan_term: ['期限', '借款期限', '贷款年限'],
  drawdown_date: [
    '放款日',
    '放款时间',
    '发放日期',
    '发放时间',
    '贷款发放日期',
    '贷款日期',
    '借款日期',
    '投放日期',
  ],
  maturity_date: ['到期日', '到期时间', '贷款到期日期', '贷款到期日', '借款到期日'],
  loan_rate: ['利率', '年利率', '执行利率', '贷款年利率', '执行年利率', '合同利率'],
  lending_bank: ['贷款银行', '放款银行', '承贷银行', '经办银行', '放贷银行', '放款金融机构', '银行'],
  cumulative_subsidy: ['累计贴息', '已贴息金额'],
  repaid_amount: ['偿还金额', '已还金额', '已还本金', '累计还款金额', '归还本金', '还款金额'],
  repaid_on: ['还款日期', '偿还时间'],
  loan_balance: ['余额', '贷款结余', '当前余额', '结余'],
  loan_purpose: ['用途', '资金用途', '借款用途'],
  remarks: ['备注说明', '说明'],
};

/** Without these no row can become a loan; a file that lacks one is refused whole. */
export const ESSENTIAL_COLUMNS = [
  'householder_name',
  'householder_id_no',
  'borrower_name',
  'borrower_id_no',
  'loan_amount',
  'loan_term',
  'drawdown_date',
  'maturity_date',
  'loan_rate',
  'lending_bank',
  'loan_balance',
  'loan_purpose',
] as const;

/** Heading text without blanks, brackets, stars; its bracketed unit or hint apart. */
export interface HeadingText {
  readonly base: string;
  readonly hint: string;
}

const UNIT_HINT =
  /^(万元|元|人民币元|%|‰|月|个月|年|人|户|笔|天|必填|选填|格式.*|如.*|例.*|例如.*|.*(?:元|月|年|%))$/;

/** `欠息金额（元）` → base 欠息金额, hint 元; `乡(镇)` → base 乡镇, for 镇 is part of the name. */
export function splitHeading(text: string): HeadingText {
  const hints: string[] = [];
  const base = text
    .replace(/[(（[【〔]([^)）\]】〕]*)[)）\]】〕]/g, (_, inner: string) => {
      if (!UNIT_HINT.test(inner)) return inner;
      hints.push(inner);
      return '';
    })
    .replace(/[*＊:：、,，]/g, '');
  const trailing = /^(.+?)[/_-]?(万元|元|%)$/.exec(base);
  if (trailing && hints.length === 0) return { base: trailing[1] ?? base, hint: trailing[2] ?? '' };
  return { base, hint: hints.join(' ') };
}

const byBase = (columns: readonly LedgerColumn[]): Map<string, string[]> => {
  const names = new Map<string, string[]>();
  for (const column of columns) {
    const { base } = splitHeading(column.heading);
    names.set(base, [...(names.get(base) ?? []), column.name]);
  }
  return names;
};

const FULL_LAYOUT = byBase(LEDGER_COLUMNS);
const FIRST_GROUPS = LEDGER_COLUMNS.filter(({ group }) => group === 'basic' || group === 'microloan');
const FIRST_NAMES: ReadonlySet<string> = new Set(FIRST_GROUPS.map(({ name }) => name));
const SIMPLE_LAYOUT = byBase(FIRST_GROUPS.concat(LEDGER_COLUMNS.filter(({ name }) => name === 'remarks')));

function withAliases(layout: ReadonlyMap<string, readonly string[]>, guard: boolean): Map<string, string[]> {
  const names = new Map([...layout].map(([base, columns]) => [base, [...columns]]));
  const add = (base: string, name: string): void => {
    // In the full layout 期限 or 余额 alone belong to the other loans' groups, not to the microloan.
    if (guard && (layout.get(base) ?? []).some((column) => !FIRST_NAMES.has(column))) return;
    names.set(base, [...new Set([...(names.get(base) ?? []), name])]);
  };
  for (const [name, aliases] of Object.entries(ALIASES)) for (const alias of aliases) add(alias, name);
  for (const { name, heading, aliases } of EXTRA_COLUMNS)
    for (const base of [heading, ...aliases]) add(base, name);
  return names;
}

const FULL_NAMES: ReadonlyMap<string, readonly string[]> = withAliases(FULL_LAYOUT, true);
const SIMPLE_NAMES: ReadonlyMap<string, readonly string[]> = withAliases(SIMPLE_LAYOUT, false);

/** Candidate columns of a heading, in layout order; `manyGroups` when the sheet has several loans a row. */
export function columnsNamed(base: string, manyGroups: boolean): readonly string[] {
  return (manyGroups ? FULL_NAMES : SIMPLE_NAMES).get(base) ?? [];
}

const HEADINGS = new Map<string, string>([
  ...LEDGER_COLUMNS.map(({ name, heading }): [string, string] => [name, heading]),
  ...EXTRA_COLUMNS.map(({ name, heading }): [string, string] => [name, heading]),
]);

/** The Chinese heading of a column, for messages. */
export function headingOf(name: string): string {
  return HEADINGS.get(name) ?? name;
}
