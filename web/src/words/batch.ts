/** What the page that decides a subsidy batch says. */
export const BATCH = {
  totals: '本批合计',
  against: '与上期比较',
  noLast: '没有上期可比：这是该银行在此项目的第一批。',
  unusual: '需要留意的贷款',
  noneUnusual: '没有新增、减少或变动超过一成的贷款。',
  flow: '办理流程',
  drawnUp: '系统编制清单',
  quota: '资金指标',
  suffices: '指标足够',
  short: '指标不足',
  sample: '抽查',
  draw: '重抽一组',
  count: '抽查笔数',
  seen: '已看',
  returned: '拨付与退回',
  returnedHint: '退回的款项由银行在拨付指令的明细里更正账户，再由拨付岗位重新拨付。',
  decided: '您已办理本轮的一个环节，其余环节须由另一人办理（换账号也不行）。',
  elsewhere: '现由其他岗位办理：',
  details: '清单、公示与附件',
  item: '项目',
  last: '上期',
  now: '本期',
  change: '增减',
  contract: '合同号',
  borrower: '借款人',
  reserved: '其他批次已预占',
  spent: '其他批次已拨付',
  here: '本批',
  ahead: '排队在前',
  free: '拨付后可用',
  granted: '指标总额',
  balance: '当前可用',
  missing: '缺口',
  phrases: '常用理由',
  due: '期限',
  late: '逾期',
  workingDays: '个工作日',
} as const;

export const waited = (days: number): string => (days === 0 ? '当天办理' : `等待 ${days} 天`);
export const daysWaiting = (days: number): string => (days === 0 ? '今天到达' : `已等待 ${days} 天`);
export const loansWord = (count: number): string => `${count} 笔`;
export const rise = (text: string): string => `↑ 增加 ${text}`;
export const fall = (text: string): string => `↓ 减少 ${text}`;
export const SAME = '持平';

export const drawnFrom = (count: number, of: number, seed: string): string =>
  `从 ${of} 笔应付贷款中抽出 ${count} 笔，抽样种子 ${seed}；另一人用同一种子抽出的相同。`;

export const seenOf = (seen: number, of: number): string => `已看 ${seen}，共 ${of} 笔`;

/** What of a sample goes into the remark of a decision. */
export const sampleWords = (seed: string, drawn: number, seen: readonly string[]): string =>
  `抽查 ${drawn} 笔，种子 ${seed}，已看 ${seen.length} 笔：${seen.join('、')}`;
