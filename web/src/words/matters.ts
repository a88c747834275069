import { wordList } from './word-list.ts';

/** Kinds of matters, by the name of their list in the API. */
export const MATTER_NAMES = wordList(`
  overview 总览 accounts 账户 agreement-terminations 提前终止 agreements 四方协议 arrears-book 逾期分组 audit-entries 审计查询 countersigns 待复核事项 dividend-arrears 逾期分红
  dividend-objections 兑付异议 dividend-recoveries 垫付归还 dividend-dues 应付分红 dividend-payouts 分红兑付 dividend-receipts 分红到账 dividend-reports 分红报告 dividend-standings 分红欠付
  documents 文书 dunning-strikes 催收划销 enterprise-placements 主体承接情况 fund-reminders 补偿金催办 fund-statements 年度对账单 fund-top-ups 应补充补偿金
  household-credits 评级授信 households 农户 insurance-fundings 保费补贴资金 insurance-losses 报案定损
  insurance-own-proofs 自缴保费凭证 insurance-endorsements 保单批改
  insurance-objections 保险公示异议 objections 贴息异议 risk-fund-objections 代偿异议 share-objections 股权异议
  share-issues/records 持股名单 insurance-overdue-payouts 逾期赔款 insurance-payouts 赔款清单 insurance-policies 农业保险保单 insurance-subsidy-claims 保费补贴申请
  insurance-terms 保险方案 insurance-years 保险年度表 ledger-accounts 账户余额 lending-suspensions 停贷 lending-warnings 停贷预警
  loan-changes 贷款变更 loan-imports 批量导入 loan-ledger 贷款台账 loan-receipts 还款登记 loans 贷款台账 mutual-distributions 占用费分配
  notice-letters 公示来信
  mutual-loans 互助借款 mutual-societies 互助社 mutual-statements 月度公示表 organisations 单位 overdue-loans 逾期贷款
  payment-orders 拨付指令 principal-arrears 到期协议本金 print-jobs 打印任务 programme-terms 政策版本 programmes 项目 quotas 贷款额度
  rate-reset-orders 成批利率调整 rate-reset-reminders 利率调整催办 rate-resets 应调利率 recovery-dues 代偿追缴 recovery-reminders 追缴催办
  reference-rates 基准利率 regions 行政区划 relief-orders 延期令 relief-undoings 延期令撤销 risk-fund-claims 代偿申请 risk-funds 风险补偿金 rosters 贷款名册
  share-allotments 股份分配 share-dividends 股份分红 share-issues 折股量化 share-reviews 股权调整 subsidy-batches 贴息批次
  subsidy-budgets 贴息指标 subsidy-clawbacks 贴息追缴 subsidy-differences 贴息差额 subsidy-reminders 贴息催办 working-days 工作日
  loan-ledger-summary 台账统计表 household-credit-form 评级授信表 enterprise-led-form 带动型贷款表 dividend-report-workbooks 分红报告表
`);
