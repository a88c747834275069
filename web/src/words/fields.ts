import { wordList } from './word-list.ts';

/** Fields of records and requests. A unit follows in brackets where the value does not carry it. */
export const FIELDS = wordList(`
  back_payments 追回款
  endorsement_no 批单号 endorsement_count 批单数 endorsements 批单 row_count 批改户数 new_lines 新增户数 added 增加的标的 units_before 批改前数量
  change 变动
  above_percent 起赔线（%） accepted 是否通过 account 账户 accounts 账户 account_bank 开户行 account_id 账户 account_last4 账号后四位
  account_name 户名 account_no 账号 account_type 账户类型 act 环节 address 地址 addressee 催缴对象 adjusted 补差和扣回（元）
  adjustment_count 补差扣回笔数 adjusts 所调整的明细 advance 先行垫付（元） advanced 县级垫付（元） advances 先行垫付
  affected_units 受损数量 after 变更后 against 反对 agreement_id 协议 ahead 排队在前（元） agreement_ids 协议 agreement_no 协议编号
  allocated 额度（元） allot_key 分配依据 allotments 分配 allotted_by 分配人 allotted_on 分配日期 already_booked 已入账
  already_imported 已导入 amendment_id 补充协议 amendments 补充协议 amount 金额（元） annual_percent 年利率（%）
  answer 答复 answer_by 整改期限 answered_on 答复日期 answers 答复 applied_on 申请日期 approved_by 审批人 approved 已审批 above 上级区划 approved_subsidy 已审批贴息（元） batches 批次数 buckets 按逾期天数 funds 补偿金数 loan_count 贷款笔数 overdue_loans 逾期笔数 places 下级区划 quarters 按季贴息 states 按状态 maturities 未来十二个月到期 approved_on 审批日期
  archived_on 归档日期 arrears 欠款 arrived_on 到账日期 as_of 截至日 assessed 定损金额（元） assessed_on 定损日期 asset 资产
  at 时间 attachments 附件 attended 到会 available 可用（元） bad_percent 不良率（%） bad_stop_percent 不良停放线（%）
  balance 余额（元） bank 银行 bank_file_ready 代发文件已备 bank_id 银行 bank_ids 覆盖银行 bank_name 银行 bank_serial 银行流水号
  banks 银行 base 财政配股（元） base_share 每户财政配股（元） base_share_exempt 配股免占用费 basis 补偿基数 batch_id 批次
  batch_no 批次号 before 变更前 beyond 超出部分（元） birth_date 出生日期 body 正文 booked_on 入账日期 booking_ref 拨付附言
  borrower_id 借款人 borrower_id_no_masked 身份证号 borrower_name 借款人 bridge 过桥贷款 bucket 逾期档 by 截止日 bytes 大小（字节）
  called 已代偿（元） called_for 提前到期事由 cancel_reason 作废原因 cap 限额（元） cap_percent 封顶（%） capital 本金（元）
  card 一卡通 card_account_last4 一卡通后四位 card_account_name 一卡通户名 card_account_no 一卡通账号 card_bank_name 一卡通银行
  cash 现金（元） categories 类别 category 类别 cause 原因 cause_on 事由日期 ceded_percent 分出（%） ceiling_percent 利率上限（%）
  central 中央（元） central_percent 中央（%） certificate_no 股权证号 change_id 变更 change_percent 增减（%） changed 已修改 changes 变更项 checklist 材料清单
  city 市级（元） city_percent 市级（%） claim_backs 应追回 claim_id 代偿申请 claim_no 申请编号 claim_state 申请状态 claimed 已申请
  claims 申请 claims_percent 赔付率（%） clawback_no 追缴编号 closed_on 结清日期 closed_through 结账至 closing 期末（元）
  co_borrower 共同借款人 code 代码 collective_percent 集体留股（%） compensated 已代偿（元） compensation 代偿（元） complete 齐全
  component 资金构成 compound 复利（元） compound_arisen 已生复利（元） compound_paid 已付复利（元） confirmation_id 复核
  confirmations 确认情况 confirmed_at 确认时间 confirmed_by 确认人 confirmed_on 确认日期 consent_no 批准文号 consented_on 批准日期
  content 内容 contract_matures_on 合同到期日 contract_no 合同号 contribution_unit 每份互助金（元） contributions 出资比例 copies 份数
  cost 费用（元） count 笔数 count_change 笔数增减 counted_on 统计日期 counting 待重算 county 县级（元） county_code 县区 county_name 县区 county_percent 县级（%）
  county_placed 全县投放（元） covered 在保本金（元） covers_from 起保日 covers_to 终保日 created_at 创建时间 created_by 创建人
  created_on 创建日期 credit_id 授信 credit_line 授信额度（元） current_version 现行版本 cut 削减（元） cycle 第几次借款 date 日期
  days 天数 days_before 提前天数 days_late 迟延天数 days_past_due 逾期天数 decided_at 决定时间 decided_by 决定人 decided_on 决定日期
  decision_reason 处理理由 decisions 办理过程 declared_by 提出人 declared_on 提出日期 default_reason 违约认定理由 deficit 不足（元） deficit_parts 不足分担
  demand_no 催缴编号 demands 催缴书 denominator 分母（元） deposit 保证金（元） deposit_bank_id 存款银行 deposit_bank_name 存款银行
  detail 说明 difference 差异（元） differences 差额 disbursed_on 放款日期 disposed 处置所得（元） dispute 争议解决 dissolved_on 解散日期
  distribution_id 分配 dividend 分红（元） dividend_due_day 分红日 dividend_percent 分红（%） dividend_year 分红年度 dividends 分红
  dividends_allowed 允许分红 document 文书 document_id 文书 document_ids 文书 document_no 文号 documents 文书 drafted_on 编制日期
  drawn 已拟订 drawn_on 编制日期 drawn_up_by 拟订人 drawn_up_on 拟订日期 due 应付（元） due_from 到期自 due_id 应付分红 due_ids 应付分红
  due_on 应付日期 due_to 到期至 dues 应付 dues_on 计息日 dunned_on 催收日期 dunning_count 催收次数 dunning_id 催收 dunnings 催收记录
  earlier 前期已计（元） earlier_balance 原贷款余额（元） earlier_interest 原欠息（元） earlier_interest_on 原欠息日期
  earlier_overdue 原逾期（元） earlier_overdue_on 原逾期日期 edition 版本 effective_from 生效日 effective_on 生效日 effective_to 失效日
  end_reason 结束原因 ended 已结束 ended_on 结束日期 ended_reason 结束原因 ends_on 结束日期 entered_at 录入时间 entered_by 录入人
  entered_by_name 录入人 entered_on 录入日期 enterprise_id 经营主体 enterprise_name 经营主体 entitled 应到 entitlement 贴息资格
  entries 收支 errors 错误 exclusion 不予办理情形 excluded 不予办理金额（元） excluded_count 不予办理笔数 exit_after_months 满几月可退出
  exit_notice_days 退出提前天数 exit_rule 退出处理 exit_settle_days 退出结算天数 expires_at 到期时间 extended 展期 extension_count 可展期次数
  extension_months 展期月数 extension_no 第几次展期 extensions 展期 facts 事实 facts_version 资料版本 failure 失败原因 faults 错误
  fee 占用费（元） fee_months 计费月数 fee_per_mille 月占用费（‰） fee_cap_per_mille 月占用费上限（‰） fees 占用费（元） field 字段 file 文件 file_format 文件格式
  file_name 文件名 file_sha256 文件指纹 filed_on 申报日期 files 材料 first_due_on 首次到期日 first_loan 首次借款限额（元）
  fiscal_year 财政年度 floor 保底（元） floor_percent 保底（%） floor_year 年保底（元） format 格式 formed_on 成立日期 free 可用（元）
  free_on 公示期满次日 frequency 频率 from 自 from_deposit 保证金补足（元） from_due_on 原到期日 from_enterprise 经营主体已付（元）
  from_gift 捐赠承担（元） from_grant 财政资金承担（元） from_guarantor 担保人补足（元） from_on 自 from_party 付款方 from_reserve 公积金承担（元）
  from_risk 风险准备金承担（元） frozen_on 锁定日期 fund 补偿金（元） fund_due 补偿金应得（元） fund_id 补偿金 fund_lacks 补偿金未收回（元）
  fund_name 补偿金 fund_no 资金编号 fund_reference 资金来源编号 fund_source 资金性质 fund_words 补偿金大写 funding 资金状况
  funding_source 资金来源 gatherer 汇总单位 government_id 政府 government_name 政府 grade 五级分类 graded_on 分类日期 grades 五级分类
  granted 已下达（元） granted_on 下达日期 gross 应发（元） ground 终止事由 group_id 联保小组 group_max 小组最多人数 group_min 小组最少人数
  group_no 组 guarantor 担保人 guarantors 联保签字 happened_on 出险日期 has_open_loan 有在贷 has_phone 有联系电话 head_name 户主 heir_id 承接人
  heir_name 承接人 helpers 帮扶责任人 holders 持有人数 holds 是否成立 household 农户自缴（元） household_id 农户 household_ids 农户
  household_no 户编号 household_percent 农户（%） household_shares 农户股份 households 户数 id 编号 id_no 身份证号 id_no_masked 身份证号
  import_id 导入 imported_on 导入日期 in_favour 赞成 in_force_on 生效日期 in_time 按期 income_split 收益分配 injections 拨入（元）
  inspection_days 查勘期限（天） instalment 期供（元） instructed_on 下达日期 insurance 保险 insurer 保险公司 insurer_id 保险公司
  insurer_name 保险公司 interest 利息（元） interest_since 计息自 invested 投入（元） invested_fen 投入（分） is_head 户主 issue_id 项目
  issue_no 项目编号 issued 已出具 issued_by 出具人 issued_on 出具日期 item 材料 items 明细 job_promise 用工承诺 joined_on 加入日期
  kind 类别 label 名称 ladder 分年保底 last_dunned_on 最近催收 last_lent_on 最近放款 last_period 上期 last_subsidy 上期贴息（元） late 逾期笔数 late_days 逾期天数
  late_fee 滞纳金（元） late_fee_charged 已计滞纳金（元） late_fee_percent 滞纳金（%） late_fee_received 已收滞纳金（元）
  late_for_id 所逾应付 latest_on 最近日期 layer 超赔层 layer_before 超赔前（元） layer_claim 超赔（元） layer_premium 保费（元）
  layout 表式 left_on 离开日期 left_out 未列入 left_reason 离开原因 lending_percent 放贷率（%） lending_warn_percent 放贷率预警（%）
  lent 已放款（元） lent_on 放款日期 level 层级 levels 层级 leverage_times 放大倍数 leverage_pool 放大基数 lift_document_no 解除文号 lift_reason 解除原因
  lifted_on 解除日期 limit 每页条数 line 授信（元） line_count 笔数 line_id 明细 line_no 序号 lines 明细 lines_hash 清单校验码
  list_no 清单编号 list_state 清单状态 listed_on 列出日期 loan_class 五级分类 loan_contract_no 贷款合同号 loan_id 贷款 loan_ids 贷款
  loan_max 最高借款（元） loan_no 借款编号 loan_step 逐次提高（元） loans 借款（元） loans_compensated 代偿笔数 loans_joined 新增笔数 loans_left 减少笔数 loans_moved 调整笔数 loans_undone 撤销笔数
  loss 损失（元） loss_determined_on 损失认定日 loss_percent 损失率（%） lot_id 股权 manner 方式 marked_sha256 标注文件指纹
  matures_from 到期日起 matures_until 到期日止 matures_on 到期日 max_months 最长（月） max_units 最多份数 max_term_months 最长期限（月） means 净资产 measured_on 测算日
  mediation_body 调解机构 media_type 文件类型 meets_floor 达到保底 member_count 人口 member_id 成员 member_ids 成员 member_name 成员
  members 成员 memo 附言 method 还款方式 min_months 最短（月） min_units 最少份数 minutes_no 会议记录号 missed_on 逾期日 misused 挪用
  mode 方式 month 月份 months 月数 months_at_most 最多月数 mortgage 抵押 name 名称 net 实发（元） net_assets 净资产（元）
  new_head_id 新户主 new_password 新密码 next 下一页 no 编号 not_after 不晚于 note 备注 noted_on 登记日期 noter_name 登记人 notes 提醒 notice_id 公示
  notice_no 通知书编号 notices 公示 number 号码 numbers 号码显示 numerator 分子（元） object_no 标识号 objections 异议
  objector_kind 异议人 objects 标的 offset 抵扣（元） old_password 原密码 on 日期 on_date 发生日期 open 未清
  open_dividends 未付分红（元） open_principal 未还本金（元） opened_on 设立日期 opening 期初（元） operator_id 经营方 operator_name 经营方
  options 选项 order_id 指令 order_no 指令编号 order_state 指令状态 orders 拨付指令 organisation 单位 organisation_id 单位
  organisation_name 单位 others 其他方（元） others_lack 其他方未收回（元） outcome 结果 outliers 变动较大的笔 outstanding 未还本金（元） overdue 逾期
  overdue_amount 逾期金额（元） owed 应付（元） own 自有互助金（元） own_money_exempt 自有部分免占用费 own_paid_on 自缴日期
  line_nos 行号 own_part 自缴情况
  own_receipt_no 自缴凭证号 page_count 页数 paid 已付（元） paid_count 已付笔数 paid_in_capital 实缴资本（元） paid_on 支付日期 paid_to 归还去向
  papers 材料 par 每股面值（元） parent_code 上级区划 parent_id 上级单位 part 部分 part_no 第几期 participating 参与分红（元）
  participating_percent 参与分红（%） particulars 约定 parts 分担 party 方 password 密码 path 路径 pay_by 付款期限 payable 应付（元）
  payable_count 应付笔数 payee_account 收款账号 payee_account_last4 收款账号后四位 payee_bank 收款银行 payee_bank_name 收款银行
  payee_kind 收款人类别 payee_name 收款人 payer_id 付款单位 payer_member_id 还款人 payer_name 付款人 payments 付款 payout 兑付名单
  payout_id 兑付名单 payout_memo_length 附言字数 payout_no 名单编号 payout_state 名单状态 pays_out_renewed 结清原贷款 pdf_sha256 文书指纹
  penalty 罚息（元） penalty_arisen 已生罚息（元） penalty_paid 已付罚息（元） penalty_payments 罚息还款 penalty_percent 罚息利率（%）
  pending 在途（元） pending_lines 未到账户数 percent 比例（%） period_from 期间起 period_to 期间止 permissions 权限 person_id 人员
  person_name 人员 phone 联系电话 place 地点 placed 投放（元） pocket 资金 pockets 各项资金 pointer 位置 policies 保单 policy 政策
  policy_count 保单数 policy_id 保单 policy_ids 保单 policy_no 保单号 pool 本行可用补偿金（元） poor 建档立卡户 poor_households 建档立卡户数
  position 职务 posted 已记账（元） posted_on 张贴日期 poster_name 张贴人 posting 张贴 posting_days 张贴天数 postings 张贴记录
  preferred_percent 优先分红（%） premium 保费（元） present 已备 principal 本金（元） principal_due_on 本金到期日 principal_from 本次之前的本金（元）
  first 起 instalments 所含期次 last 止 principal_of_id 所属协议 principal_short 本金短缺（元）
  principal_lead_days 本金提前归还天数 product 产品 product_code 产品 product_codes 产品 profit 利润（元） profit_share 盈利分配（元）
  profit_share_percent 盈利分配（%） programme_code 项目 raised_on 提出日期 project 项目 projected 预计 proof 凭证 proof_no 凭证号 proofs 凭证
  proposed_by 提出人 proposed_on 提出日期 province 省级（元） province_percent 省级（%） provisional 暂定 publicity_day_kind 公示日类别
  publicity_days 公示天数 published_on 公布日期 purpose 用途 purpose_code 用途 purpose_text 用途说明 q 姓名、合同号或借据号 quarter 季度
  queued 排队（元） quorum_percent 到会比例（%） quoted_on 报价日 rate_basis 利率依据 rates 利率 ratio_mode 比例方式 reason 原因
  receipt_id 到账 receipt_ids 还款登记 receipts 到账 received 已到账（元） received_by_name 接收人 received_households 到账户数
  received_on 到账日期 record_date 登记日 record_on 登记日 recorded 已登记（元） recorded_by 登记人 recorded_on 登记日期
  recourse 追偿余额（元） recovered 已收回（元） recoveries 追偿 recovery_dues 应上缴 rectification_days 整改天数 refusal 退回原因
  refused 退回笔数 regime 政策时期 region_code 区划 region_name 区划 registered_by 登记人 registered_on 登记日期 reinvested 转投（元）
  reinvested_percent 转投（%） rejected 退回笔数 relation 与户主关系 relief_id 延期令 remaining 余额（元） remains 拨付后余额（元） remark 备注 reminded_on 提醒日期
  reminder_days 提醒天数 reminders 提醒 renewal_no 第几次续贷 renews_loan_id 所续贷款 repaid 已还（元） repayment_method 还款方式
  repealed_from 废止自 replaced_by 替代版本 replaces_id 替代原笔 report_id 报告 reported_on 报告日期 reported_units 报损数量
  request_id 请求编号 requested_by 申请方 requested_on 申请日期 reserve 公积金（元） reserve_percent 公积金（%） reserved 预占（元）
  reset_on 调整日 residual_to_collective 余股归集体 rest 其余（元） result 结果 retained 留存（元） return_by 上缴期限
  return_reason 退回原因 returned 已退回（元） returned_count 退回笔数 returned_on 归还日期 returns 本金归还 reversal_reason 冲正原因
  reversed 已冲正 reversed_on 冲正日期 reverses 冲正 reverses_id 所冲正 review_due_on 审核期限 review_id 股权调整 review_state 调整状态 review_steps 审核环节
  reviewed_at 复核时间 reviewed_by 复核人 reviewed_by_name 复核人 risk 风险准备金（元） risk_percent 风险准备金（%） role 岗位
  roster_no 名册号 round 轮次 row_no 行号 rows 行数 running 运行费（元） running_percent 运行费（%） scope 范围 score 评分
  security 担保方式 series 利率种类 served_by 经办人 services 培训和务工 settle_by 结清日 settled 已结算（元） settled_on 结算日期
  settled_through 已结息至 settlement_calendar 结息日历 sex 性别 share_class 股份类别 share_dividend_id 股份分红 share_issue_id 折股项目
  share_percent 分担（%） share_places 股份小数位 shared 参与分配（元） shares 分担 shares_after 调整后股份 shares_before 调整前股份
  sent 送达 sheet_sha256 文书内容指纹 short 短缺（元） signatures 签署 signed 原协议 signed_on 签署日期 signer_name 签署人 slices 分段
  society_id 互助社 sole 唯一 source 来源 source_document_no 来源文号 source_no 来源编号 spent 已付（元） staff 人员报酬（元）
  staff_amount 人员报酬（元） staff_cap_percent 人员报酬上限（%） stage 阶段 stages 生长期 strikes 划销 standing 资格 start_total 起步资金（元）
  starts_on 开始日期 state 状态 status 身份 status_effective_on 身份起始日 status_id 身份 status_unreviewed 身份待复核 statuses 身份记录
  step 环节 step_due_on 本环节期限 step_name 环节 step_provisional 期限暂定 steps 环节 studies_end_now_on 现毕业日 studies_end_on 毕业日期
  studies_latest_on 最迟毕业日 studies_turn 学业变化 subject_id 事项 subject_kind 事项类别 subject_no 事项编号 subject_ref 所涉明细 letter_id 公示来信编号
  objection_id 异议编号 subsidised 享受贴息
  subsidised_principal 贴息本金（元） subsidy 贴息（元） subsidy_ceiling_percent 贴息利率上限（%） subsidy_from 贴息自
  subsidy_change 贴息增减（元） subsidy_percent 贴息利率（%） subsidy_words 贴息大写 suffices 是否足够 sum_insured 保险金额（元） support_months 持股月数 surplus 结余（元）
  surplus_to 结余去向 survey_no 查勘编号 surveyed_on 查勘日期 suspended_on 停贷日期 template_path 模板 template_sha256 模板指纹
  template_version 模板版本 tenor_band 期限档 term_months 期限（月） terminations 终止 terms 政策条款 terms_code 政策版本 terms_id 政策版本
  through 截至 title 标题 to 至 to_due_on 新到期日 to_household_id 转入户 to_on 至 to_party 收款方 today 今日 token 令牌
  top_up 追加 top_up_id 补充 to_account_id 转入账户 total 合计（元） total_amount 总额（元） total_interest 利息合计（元） total_shares 总股数
  totals 合计 township_code 乡镇 township_name 乡镇 training_sessions 培训次数 transfer_id 赔付 transfers 各方赔付 triggered_on 触发日
  uncovered 未覆盖本金（元） undecided 未定笔数 unit 单位 units 数量 unlent 含未放款 unpaid 未付（元） unreturned 未上缴笔数
  undoes_id 被撤销的记录 unreturned_fund 未上缴（元） unreviewed 有待复核身份 until 截至 until_on 截至 usage_mode 使用方式 uscc 统一社会信用代码 used 已用（元）
  username 用户名 valid_from 生效日 valid_to 失效日 value_on 起息日 verdict 结论 verification_code 核验码 version 版本
  village_code 村 village_name 村 village_shares 村集体股份 vote_records 展期表决 voted_on 表决日期 voucher_no 借据号 wage 工资（元）
  waiting 待登记（元） waiting_for 待签署方 warned_on 预警日期 warnings 预警 was_matures_on 原到期日 was_percent 原利率（%）
  was_studies_end_on 原毕业日 way 方式 weight 权数 welfare 公益金（元） welfare_percent 公益金（%） withheld 代扣（元）
  waited_days 等待天数 next_step 下一环节 decided_by_me 本人已办 joined 新增的笔 left 减少的笔 seed 抽样种子 drawn_from 可抽笔数
  withholding_percent 代扣（%） working_days 工作日 write_off_after_months 逾期几月可核销 write_off_consent 核销须批准
  write_off_id 核销 write_offs 核销 year 年度 year_no 第几年 yes 赞成 yes_percent 赞成比例（%） value 内容
`);
