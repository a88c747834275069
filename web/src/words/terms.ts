import { wordList } from './word-list.ts';

/** Parameters of a version of policy, of a compensation fund's rules and of an insurance scheme. */
export const TERMS = wordList(`
  accrued_or_paid 贴息口径（应计或实付） advances 先行垫付 age_max 最大年龄 age_min 最小年龄 age_test_date 年龄计算日 agreement_regime 户贷企用政策
  agreement_term_months 协议期限（月） allowed_purposes 允许用途 amount_words_style 大写金额写法 application_papers 申请材料
  archive_retention 档案保存期 basis 补偿基数 batch_months 批次月份 breaker_blocks 停贷范围 breaker_class 停贷分类起点
  breaker_comparison 停贷比较方式 breaker_denominator 停贷比率分母 breaker_numerator 停贷比率分子 breaker_overdue_days 停贷逾期天数
  breaker_percent 停贷线（%） breaker_resume_percent 恢复线（%） breaker_warn_percent 预警线（%） bridge_allowed 允许过桥贷款
  cap_incl_topup 限额含追加 cap_per_household 每户限额（元） cap_scope 限额口径 clawback_order 追缴顺序 co_borrower_age_max 共同借款人最大年龄
  compound_interest 复利规则 county_sets 县级可定事项 cover_cap 覆盖上限 credit_line_rule 授信规则 day_count_basis 计息天数规则
  death_effect 死亡处理 debt_ratio_max_percent 资产负债率上限（%） deductible_percent 免赔（%） disbursement_percent 放款计提（%）
  disclosure 公开事项 disclosure_result_working_days 结果公开工作日 dividend_day_count 分红天数规则 dividend_frequency 分红频率
  dividend_start_rule 分红起算 dividend_tax_rate_percent 分红税率（%） dunning_min_count 最少催收次数 dunning_proof_required 催收须有凭证
  early_claim 可提前申报情形 eligibility 资格条件 eligibility_date_rule 资格计算日 eligible_group 适用人群
  enterprise_amount_max_yuan 单个主体资金上限（元） enterprise_households_max 单个主体户数上限 enterprise_led_allowed_until 户贷企用允许至
  enterprise_means_percent 占净资产上限（%） enterprise_share_above_yuan 集中度起算（元） enterprise_share_max_percent 集中度上限（%）
  every_years 几年一档 excess_cover 超额处理 excess_loses_subsidy 超额不贴息 excess_split 超额分配 exit_keeps_policy 脱贫不脱政策
  extension_subsidised 展期贴息 fiscal_window 财政窗口 floor_cap_percent 保底上限（%） floor_counts_reinvested 转投计入保底
  floor_ladder 分年保底 floor_rate_link 保底挂钩利率 floor_rate_percent 保底（%） forbidden_purposes 禁止用途 forecast_lead_days 预计提前天数
  fund_before_lending 先有补偿金再放贷 fund_lead_days 资金提前天数 funding_ratio 资金比例（%） funding_sources_allowed 允许的资金来源
  grade_lines 等级授信额度 holiday_days_subsidised 假日贴息 holiday_rule 假日顺延 instalments_allowed 允许分期 interest_cap 利息补偿上限
  interest_method 计息方法 interest_payer 利息承担方 keep_first 保留前几位 keep_last 保留后几位 led_renewal_allowed 户贷企用可续贷
  least_loss_percent 起赔损失率（%） lend_within_working_days 放款期限（工作日） line_break_level 断行规则 loan 贷款条款 loss_basis 损失基数
  mask_account 账号脱敏 mask_id 身份证脱敏 misuse_effect 挪用处理 most_percent 最高赔付（%） moved_away_effect 迁出处理
  nested 嵌套分担 nested_split_base 嵌套基数 objection_effect 异议对公示期的影响 one_open_loan_per_product 每产品一笔在贷
  other_shares 非贫困户分担 overdue_grace_days 逾期宽限天数 overdue_rule 逾期贴息规则 page_layout 版式 parameters 参数 parameters_hash 参数指纹
  participating_ratio_mode 参与分红比例方式 pay_order 拨付次序 pay_within_days 赔款期限（天） pay_within_working_days 拨付期限（工作日）
  payee 收款人 payee_unit 收款单位 payer 承担方 penalty_interest_excluded 罚息不贴 penalty_misuse_uplift_percent 挪用加罚（%）
  penalty_overdue_uplift_percent 逾期加罚（%） poor_own_payer 贫困户自缴代缴单位 other_own_payer 其他农户自缴代缴单位
  endorsement_premium 批改保费计算 poor_shares 贫困户分担 poor_statuses 贫困户身份 prefund_date 预拨日期 premium_percent 费率（%）
  premium_shares 保费分担 prepayment_allowed 允许提前还款 principal_payer 本金承担方 projection_allowed 允许预计
  publicity_days_board 公示栏天数 publicity_inclusive 公示含首日 publicity_level_order 公示层级次序 publicity_start_offset 公示起算偏移
  quota_leftover 额度结余处理 rate_asof 利率取值日 rate_ceiling_percent 利率上限（%） rate_ceiling_rule 利率上限规则
  rate_float_max_percent 最大上浮（%） rate_percent 利率（%） rate_reset 利率调整规则 rate_source 利率来源 rate_spread_asof 加点取值日
  rate_spread_table 加点表 rating_grades 评级等级 rating_pass_score 评级合格分 rating_weights 评级权重 ratio_after_study_percent 毕业后比例（%）
  ratio_percent 贴息比例（%） re_borrow_rule 再借规则 recovery_order 追偿分配次序 recovery_return_days 上缴期限（天） refused_part 拒赔部分处理
  relief_days_subsidised 延期贴息 relief_orders 延期令 remind_before_days 提前提醒天数 renewal_count 续贷次数
  renewal_max_term_months 续贷最长（月） renewal_subsidised 续贷贴息 replaces 替代版本 required_facts 须有事实 review_days 审核期限（天）
  roster_approval_level 名册批准层级 rounding_mode 取整方式 rounding_unit 取整单位 security_allowed 允许担保方式 settle_day_inclusive 结息日计息
  settlement_calendar_renewal 续贷结息日历 shortage_rule 指标不足处理 shortfall_cure_order 补足次序
  shortfall_penalty_rate_percent 滞纳金率（%） spread_percent 加点（%） struck_off_effect 清退处理 study_grace_months 毕业宽限（月）
  study_limit_months 学制上限（月） subsidy_cap_principal 贴息本金上限（元） subsidy_fixed_percent 固定贴息（%） subsidy_frequency 贴息频率
  subsidy_payer_level 贴息承担层级 subsidy_publicity_days 贴息公示天数 subsidy_publicity_levels 贴息公示层级 subsidy_rate_rule 贴息利率规则
  subsidy_ratio_table 贴息比例表 subsidy_term_cap_months 贴息最长（月） subsidy_time_unit 贴息时间单位 top_up_by 补充期限 top_up_floor 底线（元）
  top_up_mode 补充方式 top_up_percent 补充比例（%） total_loss_percent 全损线（%） trigger_class 触发分类 trigger_counts_interest 触发含欠息
  trigger_days 触发天数 trigger_kind 触发方式 trigger_months 触发月数 true_up_rule 预计清算方式 unit_places 数量小数位
  usage_mode_allowed 允许使用方式 waiting_days 等待天数 waiting_months 等待月数 waterfall 赔付次序 workflow_variant 流程方案
`);
