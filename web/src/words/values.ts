import { wordList } from './word-list.ts';

/** Values out of closed lists, by themselves. */
export const VALUES = wordList(`
  30_360 30/360 LPR 贷款市场报价利率 PBOC_BENCHMARK 贷款基准利率 a 方案A b 方案B c 方案C d 方案D e 方案E f 方案F g 方案G h 方案H i 方案I j 方案J
  taken_up 已受理 set_aside 不予受理 subsidy_batch 贴息批次 dividend_payout 分红兑付名单 risk_fund_claim 代偿申请 share_review 股权调整
  insurance_policy 保单分户清单 insurance_payout 赔款清单 insurance_subsidy_claim 保费补贴申请
  added 增加 by_days 按剩余天数 whole 按全额
  above 上一级 acceleration 提前到期 accepted 已通过 account_statement 账户流水 accrued 应计 accruing 计息中 act_360 实际/360 act_365 实际/365
  act_act 实际/实际 active 有效 advance 先行垫付 advance_repaid 垫付收回 after_full_repayment 还清后再借 agreed 协商一致 agreement 协议
  agreement_arrival 协议资金到账 agreement_return 协议本金归还 all_or_nothing 全部或全不 allotted 分配 allow_grace 宽限期内贴息 always 一律须批
  annex 附件 anniversary 每年对月对日 annual_1220 每年12月20日 annual_1231 每年12月31日 anonymous 匿名 application 申请书 applied 已申请
  approve 审批 approved 已批准 approved_unpaid 已批未付 arbitration 仲裁 archived 已归档 assessed 已定损 at_maturity 到期一次
  attachment 附件 auditor 审计人员 auto 自动识别 bad_loans_stop 不良停放 bank 银行 bank_branch 银行网点 bank_first 银行优先
  bank_officer 信贷员 bank_reviewer 银行复核员 base_return 退回配股 base_share 财政配股 basic 基本 batch 按批 below 低于停贷线
  benchmark 基准利率 birth 出生 block 全部暂停 born 出生 borrower 借款人 borrower_id 借款人身份证 borrower_year 借款人每年 breach 违约
  budget_grant 指标下达 bullet 利随本清 call 提前到期 called 已代偿 called_due 提前到期 cancelled 已撤销 cap 限额 cap_less_open 限额减在贷
  card 银行卡 card_copy 一卡通复印件 carries 补偿金先行 carry 结转 category 类别 ceiling 上限 central 中央 checked 已检查 child 子女
  child_in_law 子女配偶 city 市级 claim_ripe 可申报 claim_step 申报环节 clawback_repayment 追缴归还 closed 已结清 collective 村集体
  compensated 已代偿 compensation 代偿 completed 已完成 confirmed 已确认 contract 合同 contract_copy 合同复印件 contract_then_penalty 先合同后罚息
  contribution 互助金 convert 转为普通股 converted 转换 cooperative 合作社 corrected 已更正 county 县级 county_office 县扶贫办 court 诉讼 crop 种植业
  csv CSV cured 已补足 current 未逾期 d11_30 11至30天 d1_3 1至3天 d31_69 31至69天 d4_10 4至10天 d70_on 70天以上 daily_product 积数计息
  dangerous_house 危房 days 天数 death 死亡 death_proof 死亡证明 default 违约 defaulted 已违约 demand 催缴 deposit 保证金
  deposit_1y 一年期存款 died 死亡 disabled 已停用 disbursed 已放款 disbursement 放款 disease 病害 dismissed 不成立 disputed 有异议
  dividend_paid 已付分红 doubtful 可疑 draft 编制 drafted 已编制 drawdown 放款日 drawn 已编制 dropped 已撤销 dropped_out 退学
  drought 旱灾 due 到期 dunning 催收 dynamic 动态调整 each_period 逐期 employment 务工 ended 已结束 enrolment 在读 entered 待复核
  enterprise 经营主体 enterprise_clerk 经营主体经办 enterprise_failed 主体经营失败 enterprise_led 带动（户贷企用） entitlement 贴息资格
  entrusted 委托资金 equal_instalment 等额本息 equal_principal 等额本金 ex_post 事后拨付 exact 精确 examined 已审核 excluded 不予办理
  exit 退出 exited 已退出 exited_with_policy 脱贫享受政策 exited_without_policy 脱贫不享受政策 extension 展期 failed 失败 false 否 female 女
  file 申报 filed 已申报 finance 财政 finance_approver 财政审批 finance_bureau 财政局 finance_payer 财政拨付 finance_reviewer 财政审核
  fingerprint 指印 fire 火灾 fiscal 财政 fiscal_share 财政折股 fixed 固定 fixed_at_signing 签订时固定 fixed_floor 固定底线 flood 洪涝
  forbidden 禁止 forest 林业 forfeit_all 全部取消 from_due_date 自到期日 frost 冻灾 full 完整 fund 补偿金 fund_first 补偿金优先
  fund_part 补偿金部分 fund_terms 管理办法 further_study 升学 gb 国标 gift 捐赠 gift_restored 恢复捐赠 good 正常 good_rows 导入合格行
  government 政府 grace_months 宽限月数 grandchild 孙子女 grant 财政资金 grant_restored 恢复财政资金 grant_returned 退回财政资金 gt 大于
  gte 大于等于 guarantee_called 担保代偿 guarantee_insurance 保证保险 guarantee_recovered 担保收回 guarantor 担保机构 guardian 监护人 hail 冰雹
  half_even 四舍六入 half_up 四舍五入 half_yearly 半年 hand 手签 head 户主 held 已足额 household 农户 household_card 一卡通 household_exit 农户退出
  household_merged 并户 household_product 每户每产品 household_split 分户 householder 户主 idle 闲置 imported 已导入 importing 导入中
  in_cure 整改中 in_force 生效 injection 拨入 instalments 分期 instruct 拨付 instructed 已下达 insurance_payout 赔款清单 insurance_policy 保单 insurance_subsidy_claim 保费补贴申请 insurance_terms 保险方案 insurer 保险公司
  insurer_clerk 保险公司经办 interest 利息 interest_only 按期付息到期还本 interest_slip 付息凭证 issued 已出具 jan_1 每年1月1日 keep 保持
  last_disbursed_first 后放先保 late 逾期 late_claim 逾期申报 late_fee 滞纳金 led_after_ban 禁止后户贷企用 ledger_import 台账导入
  legacy_runoff 存量消化 lending_low 放贷率偏低 lifted 已解除 line 逐笔 list 名单 listed 已列入 livestock 养殖业 loan_class 五级分类
  loan_ledger 贷款台账 loss 损失 loss_determined 损失认定 loss_table 损失计算表 lost 丧失 lpr_1y 一年期LPR lpr_5y 五年期LPR
  lpr_by_term 按期限LPR male 男 manager 管理方 marriage 婚嫁 masked 脱敏 maturity 到期日 meeting 会议 member 会员 merge 并户 met 已达成
  microloan 小额信贷 missed 已逾期 mistake 录入错误 misuse 挪用 misuse_known 明知挪用 money_arrival 资金到账 monitored 监测对象
  monthly 每月 monthly_20 每月20日 monthly_end 每月末 move 迁移 moved 迁出 moved_away 迁出 mu 亩 mutual_aid_society 互助社 named 具名
  natural 自然日 net_of_disposal 扣除处置所得 new_poor 新增贫困户 next_run 下批清算 next_workday 顺延至工作日 no-card 无一卡通 no_survey 未调查
  no_whole_after_jiao 角后不写整 none 无 normal 正常 not-member 非成员 not_asked 不要求 nothing_outstanding 无余额 notice_posted 张贴通知
  notice_signed 签收通知 noticed 公示中 novation_or_stop 变更或终止 objection 异议 office 扶贫部门 official_9704 公文格式 offset 抵扣
  on_disbursement 按放款额 open 未清 order 文件 ordinary 普通股 other 其他 over_limit 超限额 over_rate 超利率 overdue 逾期 own 自有资金
  paid 已付 parallel 同时 parent 父母 partial 部分支付 passbook 存折 passed 已通过 penalty_payment 罚息还款 penalty_rate 按罚息利率
  pending 待办 per_loan 逐笔计息 percent 百分比 permanent 永久 permitted_2015_2017 2015—2017允许 person 人口 pest 虫害
  pledge_placed 存入担保金 pledge_returned 退回担保金 points 积分 post 经办岗位 posted 已公示 poverty_office 扶贫办 prefecture 市州
  preferred 优先股 prefund 预拨 premium_subsidy 保费补贴 principal 本金 principal_payment 归还本金 payment_reversal 撤销转付 return_reversal 撤销归还本金
  principal_and_interest 本金和利息
  principal_and_interest_capped 本金和限额利息 printed 已打印 pro_rata 按比例 product 产品 programme_terms 政策版本 proposed 待确认
  waived 免缴 borne 他人代缴 unproved 无凭证 proof_entered 凭证待确认 proved 已有凭证
  province 省级 province_supervisor 省级监管 publicity 公示 quarterly 每季 quarterly_20 每季末月20日 quarterly_end 每季末
  quarterly_percent 按季比例 queue 排队 queued 排队 rate_change 利率调整 received 已到账 recovery 追偿 recovery_reversal 追偿冲正
  recovery_reversed 追偿冲正 redistribute 重新分配 refused 已退回 register 名册 registered 已登记 registered_poor 建档立卡户 rejected 已拒绝
  relapse 返贫 relapsed 返贫 released 已解除 relending 支农再贷款 relocation 易地搬迁 rendered 已生成 renewals 续贷 repayment 还款
  repayment_slip 还款凭证 repayments 还款 replaced 已替换 reported 已报告 required 要求 reserve_restored 恢复公积金 reserved 已预占 reset 调整日
  restored 恢复 resumed 已恢复 return 收回 returned 已退回 reversal 冲正 reversed 已冲正 review 审核 reviewed 已审核
  revoked 已取消 rights_mortgage 两权抵押 risk_from_gift 捐赠转风险准备 risk_from_grant 财政转风险准备 risk_from_reserve 公积金转风险准备 rounded 取整
  rule 按规则 running_spent 运行费支出 seal 盖章 security_admin 安全管理员 self 自用 sent 已送达 separate_run 单独清算 sequential 依次
  settled 已结清 share 股份 shared-account 账号共用 sibling 兄弟姐妹 sign 签订日 signature 签字 signature_and_seal 签字盖章 signed 已签署
  signed_copy 签署件 signing 签订日 slice 分段 social_assistance 社会帮扶 society_accountant 互助社会计 society_cashier 互助社出纳
  society_chair 理事长 special_mention 关注 split 分户 split_household 分户 spouse 配偶 standing 有效 static 静态 stop 停止
  stop_and_recover 停止并追缴 strict 严格 struck_off 清退 studies 学业 submitted 已申报 substandard 次级 superseded 已替代 surplus 结余
  suspend_continue 中止后续算 suspend_restart 中止后重算 suspended 已暂停 suspension_lift 恢复放贷 system_admin 系统管理员 term 期限
  terminated 已终止 terms_changed 办法变更 to_dividend 转分红 to_reserve 转公积金 to_risk 转风险准备 to_running 转运行费 to_village 归村集体
  to_welfare 转公益金 top_up 补充 township 乡镇 township_clerk 乡镇经办 township_office 乡镇政府 training 培训 transfer 划转 back_payment_reversal 追回款冲正 transfer_in 转入 transfer_out 转出 transfer_to_village 转交村集体
  transferred 转让 treasury_rule 按国库规定 true 是 undo 撤销 undone 撤销 unregistered_household 非建档立卡户 upcoming 未到期 upheld 成立 valid 有效 village 村
  visit 上门 voucher 借据 waiting 等待 warned 已预警 welfare_spent 公益金支出 when_granted 有授信时 whole_after_jiao 角后写整
  whole_claim 整笔 whole_months 整月 wind 风灾 withdrawn 已撤回 work 劳动 working 工作日 write_off_recovered 核销收回 written_off 已核销
  xlsx Excel工作簿 y10 10年 y30 30年 yearly 每年 PERMITTED_2015_2017 允许（2015—2017） LEGACY_RUNOFF 存量消化 FORBIDDEN 禁止
  breeding 养殖 planting 种植 processing 加工 tourism 旅游 machinery 农机 handicraft 手工业 transport 运输 trade 商贸
  e_commerce 电商 house-rebuilding 危房改造 student 助学贷款 other_production 其他生产 household_goods 生活消费 cattle 牛 sheep 羊 元 元 万元 万元
`);

/** Values whose meaning hangs on their field. */
export const BY_FIELD = wordList(`
  paid_to:loan 银行贷款 paid_to:fund 折股资金 paid_to:household 农户
  grade:c C级 grade:d D级 security:none 信用 state:checked 已检查待确认 kind:contract 合同 entitlement:lost 丧失 verdict:normal 正常
  state:accruing 计息中 act:draft 编制 state:open 办理中 overdue:true 逾期 overdue:false 未逾期 reason:allotted 分配取得
  act:post 公示 act:return 退回 act:submit 申报 act:approve 审批 act:answer 银行回单
  source:other 其他 source:register 名册 level:post 经办岗位 part:surplus 结余 part:compensation 补偿
`);
