/** What each operation with an id in its address answers where nobody knows the id: code, operations. */
export const NOT_FOUND_CODES: Readonly<Record<string, string>> = {
  'account.not-found': 'changePost disableAccount',
  'agreement.amendment-not-found': 'cancelAmendment issueAmendment signAmendment',
  'agreement.not-found': `
    archiveAgreement cancelAgreement drawUpAmendment issueAgreement keepAgreementPaper
    listAgreementVersions proposeTermination readAgreement readAgreementFile readAgreementLife
    recordAgreementService recordArrival recordPrincipalReturn recordSignature
  `,
  'agreement.paper-not-found': 'downloadAgreementPaper',
  'agreement.return-not-found': 'undoPrincipalPayment undoPrincipalReturn',
  'agreement.termination-not-found': 'decideTermination',
  'calculator.unknown-kind': 'calculate',
  'clawback.loan-not-found': `
    listSubsidyApplications proposeSubsidyClawback receiveSubsidyApplication
  `,
  'clawback.not-found': `
    confirmSubsidyClawback issueClawbackNotice readSubsidyClawback recordClawbackRepayment
    refuseSubsidyClawback
  `,
  'countersign.not-found': 'confirmCountersign refuseCountersign',
  'dividend.agreement-not-found': 'issueTerminationNotice readAgreementAccount',
  'dividend.demand-not-found': 'issueDividendDemand',
  'dividend.due-not-found':
    'declareDividendDefault enterPrincipalPayment issueDividendStatement readDividendDue',
  'dividend.enterprise-not-found': 'issueDividendRecourse',
  'dividend.line-not-found': 'releaseDividendLine',
  'dividend.payout-not-found': `
    approveDividendPayout decideDividendObjection instructDividendPayout instructDividendPayoutAgain
    issueDividendPayoutList listDividendPayoutLines objectToDividendPayout postDividendPayout
    readDividendPayout withdrawDividendPayout
  `,
  'dividend.proof-not-found': 'downloadDividendProof',
  'dividend.receipt-not-found': 'decideDividendReceipt',
  'dividend.recovery-not-found': 'decideDividendRecovery',
  'dividend.report-not-found': 'decideDividendReport listDividendProofs readDividendReport',
  'dividend.share-dividend-not-found': 'decideShareDividend readShareDividend',
  'document.not-found': 'downloadDocument readDocument',
  'document.print-job-not-found': 'downloadPrintJob readPrintJob',
  'farm-insurance.claim-not-found': `
    approveInsuranceSubsidyClaim instructInsuranceSubsidy instructInsuranceSubsidyAgain
    objectToInsuranceSubsidyClaim postInsuranceSubsidyClaim readInsuranceSubsidyClaim
    returnInsuranceSubsidyClaim reviewInsuranceSubsidyClaim
  `,
  'farm-insurance.endorsement-not-found': 'decideInsuranceEndorsement readInsuranceEndorsement',
  'farm-insurance.funding-not-found': 'decideInsuranceFunding',
  'farm-insurance.loss-not-found': 'assessInsuranceLoss refuseInsuranceLoss',
  'farm-insurance.objection-not-found': 'decideInsuranceObjection',
  'farm-insurance.payout-not-found': `
    confirmInsurancePayout issueInsurancePayoutList objectToInsurancePayout postInsurancePayout
    readInsurancePayout recordInsuranceReceipts returnInsuranceLine withdrawInsurancePayout
  `,
  'farm-insurance.proof-not-found': 'decideInsuranceOwnProof readInsuranceOwnProof',
  'farm-insurance.policy-not-found': `
    confirmInsurancePolicy drawInsurancePayout issueInsurancePolicyList objectToInsurancePolicy
    postInsurancePolicy readInsurancePolicy reportInsuranceLoss withdrawInsurancePolicy
  `,
  'household.fact-not-found': 'reviewFact',
  'household.not-found': `
    addMember assignResponsiblePerson leaveMember recordFact recordStatus revealNumbers
    setCardAccount showHousehold
  `,
  'household.status-not-found': 'reviewStatus',
  'loan.change-not-found': 'confirmLoanChange getLoanChange refuseLoanChange',
  'loan.credit-not-found': 'confirmHouseholdCredit refuseHouseholdCredit',
  'loan.dunning-not-found': 'attachDunningProof proposeDunningStrike',
  'loan.import-not-found': 'confirmLoanImport getLoanImport getMarkedWorkbook listLoanImportRows',
  'loan.not-found': `
    approveLoan cancelLoan disburseLoan getLoan getLoanArrears getRepaymentPlan gradeLoan
    issueDunningNotice listDunnings listLoanEvents proposeLoanChange recordCoBorrower recordDunning
    recordPenaltyPayment recordRepayment rejectLoan signLoan
  `,
  'loan.proof-not-found': 'downloadDunningProof',
  'loan.receipt-not-found': 'getLoanReceipt returnLoanReceipt withdrawLoanReceipt',
  'loan.relief-not-found': 'confirmReliefOrder proposeReliefUndoing refuseReliefOrder',
  'loan.relief-undoing-not-found': 'confirmReliefUndoing refuseReliefUndoing',
  'loan.reset-order-not-found': 'confirmRateResets refuseRateResets showRateResetOrder',
  'loan.strike-not-found': 'confirmDunningStrike refuseDunningStrike',
  'loan.roster-not-found': 'approveRoster listRosterHouseholds',
  'mutual-aid.credit-not-found': `
    callMutualGuarantee decideMutualBankCredit recoverMutualGuarantee settleMutualBankCredit
  `,
  'mutual-aid.distribution-not-found': 'decideMutualDistribution downloadMutualYear readMutualDistribution',
  'mutual-aid.entry-not-found': 'decideMutualEntry',
  'mutual-aid.extension-not-found': 'decideMutualExtension',
  'mutual-aid.group-not-found': 'dissolveMutualGroup',
  'mutual-aid.loan-not-found': `
    approveMutualLoan coSignMutualLoan disburseMutualLoan proposeMutualExtension
    proposeMutualWriteOff quoteMutualRepayment readMutualLoan recoverMutualWriteOff refuseMutualLoan
    repayMutualLoan signForMutualLoan
  `,
  'mutual-aid.member-not-found': 'enterMutualBankCredit exitMutualSociety',
  'mutual-aid.society-not-found': `
    applyForMutualLoan drawMutualDistribution drawMutualStatement enterMutualMoney formMutualGroup
    joinMutualSociety listMutualBankCredits listMutualDistributions listMutualEntries
    listMutualGroups listMutualLoans listMutualMembers listMutualStatements publishMutualTerms
    readMutualRatios readMutualSociety
  `,
  'mutual-aid.statement-not-found': `
    decideMutualStatement downloadMutualStatement issueMutualStatement postMutualStatement readMutualStatement
  `,
  'mutual-aid.write-off-not-found': 'consentToMutualWriteOff decideMutualWriteOff',
  'notice.letter-not-found': 'setAsideNoticeLetter',
  'notice.not-found': 'raiseObjection',
  'notice.objection-not-found': 'decideObjection',
  'organisation.not-found': `
    changeStanding readEnterprisePlacement recordEnterpriseMeans showOrganisation
  `,
  'payment.line-not-found': 'correctReturnedLine',
  'payment.order-not-found': 'downloadBankFile listPaymentLines readPaymentOrder recordBankAnswer',
  'programme.terms-not-found': 'showTerms',
  'risk-fund.account-not-found': 'closeRiskFundAccount',
  'risk-fund.answer-not-found': 'decidePayerAnswer',
  'risk-fund.back-payment-not-found': 'decideBackPayment reverseBackPayment',
  'risk-fund.claim-not-found': `
    approveRiskFundClaim decideRiskFundObjection enterBackPayment enterCountyAdvance enterRecovery
    examineRiskFundClaim excludeRiskFundClaim instructCompensation instructCompensationAgain
    issueApprovalSheet issuePaymentVoucher objectToRiskFundClaim postRiskFundClaimNotice
    proposeWriteOff readRiskFundClaim returnRiskFundClaim reviewRiskFundClaim
  `,
  'risk-fund.county-payment-not-found': 'decideCountyPayment instructCountyPayment',
  'risk-fund.file-not-found': 'downloadClaimFile',
  'risk-fund.fund-not-found': `
    checkBreaker drawFundStatement enterFundYear enterLossReport enterRiskFundMovement
    listCountyPayments listFundStatements listFundYears listLossReports listRiskFundMovements
    openRiskFundAccount publishRiskFundTerms readFundRecoveryDues readRiskFund readRiskFundStatement readRiskFundTopUp
  `,
  'risk-fund.loan-not-found': 'enterPremiumSubsidy listClaimFiles listLoanCovers uploadClaimFile',
  'risk-fund.loss-report-not-found': 'decideLossReport',
  'risk-fund.movement-not-found': 'decideRiskFundMovement instructFundReturn',
  'risk-fund.recovery-not-found': 'decideRecovery reverseRecovery',
  'risk-fund.statement-not-found': `
    confirmFundStatement downloadFundStatement issueFundStatement readFundStatement
  `,
  'risk-fund.suspension-not-found': 'liftLendingSuspension',
  'risk-fund.transfer-not-found': 'enterPayerAnswer',
  'risk-fund.write-off-not-found': 'decideWriteOff',
  'risk-fund.year-not-found': 'decideFundYear instructFundYearAgain',
  'share.allotment-not-found': 'confirmShareAllotment refuseShareAllotment showShareAllotment',
  'share.change-not-found': 'dropShareChange',
  'share.issue-not-found': `
    declareShareDividend freezeShareRecord issueShareRegister listShareChanges listShareHoldings listShareRecords
    listShareReview listShareReviews previewShareAllotment proposeShareAllotment proposeShareChange
    proposeShareTerms showShareIssue showShareRecord
  `,
  'share.lot-not-found': 'issueShareCertificate',
  'share.objection-not-found': 'decideShareObjection',
  'share.review-not-found': `
    fileShareReview objectToShareReview passShareReview postShareReview recordShareMeeting
    returnShareReview showShareReview
  `,
  'share.terms-not-found': 'decideShareTerms',
  'subsidy.batch-not-found': `
    approveSubsidyClaim compareSubsidyBatch drawSubsidySample exportSubsidyDetail exportSubsidySummary
    instructCorrectedPayments instructSubsidyPayment listSubsidyLines postSubsidyNotice readSubsidyBatch
    readSubsidyFlow readSubsidyFunding returnSubsidyClaim reviewSubsidyClaim submitSubsidyClaim
  `,
};
