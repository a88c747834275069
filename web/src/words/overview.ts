/** What the page of a division in figures says. */
export const OVERVIEW = {
  title: '总览',
  loans: '在贷笔数',
  households: '在贷户数',
  balance: '贷款余额（元）',
  overdueLoans: '逾期笔数',
  overdue: '逾期本金（元）',
  fund: '补偿金余额（元）',
  pending: '在途（元）',
  places: '下级区划',
  unplaced: '未对应到区划',
  buckets: '逾期分布',
  maturities: '未来十二个月到期',
  quarters: '按季贴息',
  claims: '代偿申请',
  tenThousand: '万元',
  submitted: '申报',
  approved: '已审批',
  paid: '已拨付',
  batches: '批次',
  none: '没有数据',
} as const;

export const countedWords = (on: string): string => `逾期按 ${on} 夜间统计`;
export const asOfWords = (on: string): string => `截至 ${on}`;
