import { wordList } from './word-list.ts';

/**
 * Buttons of acts whose sentence in the API is longer than a button: what is done, said in a few characters
 * on a page that shows to what. The sentence itself stands in the drawer.
 */
export const ACTS = wordList(`
  proposeDunningStrike 提出划销 proposeReliefUndoing 提出撤销
  changePost 调整账户 cancelAmendment 作废补充协议 signAmendment 登记签署 drawUpAgreements 批量拟订协议
  decideTermination 确认或退回终止 drawUpAgreement 拟订四方协议 keepAgreementPaper 存入扫描件
  recordPrincipalReturn 登记本金归还 recordAgreementService 登记培训或务工 decideCountyPayment 确认或否决
  instructCountyPayment 拨付 demandDividends 出具催缴书 enterPrincipalPayment 登记本金转付
  issueDividendStatement 出具分红结算单 draftDividendPayout 编制兑付名单 approveDividendPayout 审批名单
  instructDividendPayout 交银行代发 objectToDividendPayout 登记异议 instructDividendPayoutAgain 重新拨付
  uploadDividendProof 上传凭证 enterDividendReceipt 登记分红到账 enterDividendRecovery 登记垫付归还
  fileDividendReportWorkbook 上传分红报告表 issueDividendRecourse 出具追偿通知书 recordEnterpriseMeans 登记净资产
  confirmFundStatement 确认年末余额 enterHouseholdCredit 录入评级授信 registerHousehold 登记建档立卡户
  enterInsuranceFunding 登记补贴资金 decideInsuranceFunding 确认或退回 enterInsuranceOwnProof 登记自缴凭证
  decideInsuranceOwnProof 确认或退回 confirmInsurancePayout 确认清单 postInsurancePayout 公示赔款清单
  objectToInsurancePayout 登记异议 withdrawInsurancePayout 撤回清单 enterInsurancePolicy 登记保单
  confirmInsurancePolicy 确认保单 postInsurancePolicy 公示承保清单 objectToInsurancePolicy 登记异议
  drawInsurancePayout 编制赔款清单 fileInsuranceSubsidyClaim 申请保费补贴 approveInsuranceSubsidyClaim 财政审批
  instructInsuranceSubsidy 交银行拨付 postInsuranceSubsidyClaim 公示申请 objectToInsuranceSubsidyClaim 登记异议
  instructInsuranceSubsidyAgain 重新拨付 reviewInsuranceSubsidyClaim 审核申请 publishInsuranceTerms 拟发保险方案
  liftLendingSuspension 恢复放贷 withdrawLoanReceipt 撤回登记 uploadClaimFile 上传申报材料
  recordCoBorrower 补记共同借款人 issueDunningNotice 出具催收通知书 attachDunningProof 上传催收凭证
  recordPenaltyPayment 登记罚息归还 enterPremiumSubsidy 登记保费补贴 receiveSubsidyApplication 登记贴息申请
  callMutualGuarantee 从担保金扣收 decideMutualBankCredit 确认或否决担保 decideMutualExtension 确认或否决展期
  approveMutualLoan 审批借款 proposeMutualExtension 登记展期决议 signForMutualLoan 登记联保签字
  recoverMutualWriteOff 登记核销收回 proposeMutualWriteOff 登记核销决议 enterMutualBankCredit 登记银行贷款
  drawMutualDistribution 编制分配方案 publishMutualTerms 公布章程 consentToMutualWriteOff 同意核销
  changeStanding 调整单位资格 correctReturnedLine 更正退回付款 requestPrint 合并打印 allocateQuota 分配贷款额度
  proposeRateResets 提出利率调整 confirmLoanReceipts 批量复核还款 closeRiskFundAccount 登记销户
  decidePayerAnswer 确认或否决 decideBackPayment 确认或否决 reverseBackPayment 冲正到账 enterBackPayment 登记直接退回
  enterCountyAdvance 登记县级垫付 objectToRiskFundClaim 登记异议 issuePaymentVoucher 出具拨付凭证
  instructCompensationAgain 重新拨付 proposeWriteOff 申请核销 decideLossReport 确认或否决
  decideRiskFundMovement 确认或否决 instructFundReturn 拨付退回 decideRecovery 确认或否决 reverseRecovery 冲正追偿
  enterPayerAnswer 登记赔付答复 instructFundYearAgain 重新拨付 openRiskFundAccount 登记新账户 checkBreaker 核对停贷线
  enterLossReport 登记保费和赔付 enterRiskFundMovement 登记资金收付 publishRiskFundTerms 拟发管理办法
  enterFundYear 登记年度清算 drawFundStatement 编制年度对账单 confirmSession 确认身份
  drawUpShareAgreements 批量拟订协议 dropShareChange 撤销股权变动 declareShareDividend 提出股份分红
  freezeShareRecord 锁定持股名单 listShareReview 列出调整名单 proposeShareTerms 提出股权条款
  decideShareObjection 处理异议 objectToShareReview 登记异议 decideShareTerms 确认或退回
  instructCorrectedPayments 重新拨付 returnSubsidyClaim 退回重报 issueClawbackNotice 出具追缴通知书
`);
