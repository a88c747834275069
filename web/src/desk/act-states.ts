import { wordList } from '../words/word-list.ts';

/**
 * In which states of a matter its acts make sense, `|` between them: the others are not offered. An act that
 * does not stand here is offered always, and the API says whether its day has come.
 */
const STATES = wordList(`
  approveLoan registered rejectLoan registered cancelLoan registered|approved|signed signLoan approved disburseLoan signed
  recordRepayment disbursed recordPenaltyPayment disbursed issueDunningNotice disbursed recordDunning disbursed
  gradeLoan disbursed proposeLoanChange disbursed uploadClaimFile disbursed recordCoBorrower registered|approved|signed|disbursed
  receiveSubsidyApplication disbursed|closed proposeSubsidyClawback disbursed|closed enterPremiumSubsidy disbursed
  confirmLoanChange proposed refuseLoanChange proposed returnLoanReceipt entered withdrawLoanReceipt entered
  approveRoster proposed confirmHouseholdCredit proposed refuseHouseholdCredit proposed
  confirmReliefOrder proposed refuseReliefOrder proposed proposeReliefUndoing confirmed
  confirmDunningStrike proposed refuseDunningStrike proposed
  confirmReliefUndoing proposed refuseReliefUndoing proposed confirmRateResets proposed refuseRateResets proposed
  confirmLoanImport checked
  submitSubsidyClaim drafted|returned reviewSubsidyClaim submitted postSubsidyNotice reviewed approveSubsidyClaim noticed
  instructSubsidyPayment approved instructCorrectedPayments instructed returnSubsidyClaim submitted|reviewed|noticed
  recordBankAnswer instructed confirmSubsidyClawback proposed refuseSubsidyClawback proposed
  recordClawbackRepayment confirmed issueClawbackNotice confirmed|settled
  setAsideNoticeLetter received
  confirmCountersign entered refuseCountersign entered
  reviewRiskFundClaim filed examineRiskFundClaim reviewed postRiskFundClaimNotice examined approveRiskFundClaim noticed
  objectToRiskFundClaim noticed instructCompensation approved instructCompensationAgain instructed
  returnRiskFundClaim filed|reviewed|examined|noticed excludeRiskFundClaim filed|reviewed|examined|noticed
  enterRecovery paid proposeWriteOff paid issuePaymentVoucher instructed|paid
  decideRiskFundMovement entered instructFundReturn confirmed decideCountyPayment entered instructCountyPayment confirmed
  decideLossReport entered decideRecovery entered reverseRecovery confirmed decidePayerAnswer entered
  issueAgreement drafted|issued cancelAgreement drafted|issued recordSignature issued recordArrival in_force
  drawUpAmendment in_force recordPrincipalReturn in_force|terminated recordAgreementService in_force
  proposeTermination in_force issueTerminationNotice in_force|terminated archiveAgreement in_force|terminated
  issueAmendment drafted|issued cancelAmendment drafted|issued signAmendment issued
  decideDividendReport filed decideDividendReceipt entered
  postDividendPayout drafted approveDividendPayout noticed instructDividendPayout approved
  instructDividendPayoutAgain instructed|partial withdrawDividendPayout drafted|noticed|approved
  objectToDividendPayout noticed
  postInsurancePolicy entered confirmInsurancePolicy noticed objectToInsurancePolicy noticed
  withdrawInsurancePolicy entered|noticed reportInsuranceLoss in_force drawInsurancePayout in_force
  assessInsuranceLoss reported refuseInsuranceLoss reported
  postInsurancePayout drawn confirmInsurancePayout noticed objectToInsurancePayout noticed
  withdrawInsurancePayout drawn|noticed recordInsuranceReceipts confirmed returnInsuranceLine confirmed|settled
  reviewInsuranceSubsidyClaim filed postInsuranceSubsidyClaim reviewed approveInsuranceSubsidyClaim noticed
  objectToInsuranceSubsidyClaim noticed instructInsuranceSubsidy approved instructInsuranceSubsidyAgain instructed|partial
  returnInsuranceSubsidyClaim filed|reviewed|noticed|approved
  decideObjection open decideDividendObjection open decideShareObjection open decideRiskFundObjection open
  decideInsuranceObjection open decideDividendRecovery entered decideTermination proposed
  decideInsuranceFunding entered decideInsuranceOwnProof entered decideMutualEntry entered
  decideInsuranceEndorsement entered
`);

/** The states in which an act is offered; null where it always is. */
export const statesOf = (act: string): readonly string[] | null => STATES[act]?.split('|') ?? null;

/** All acts that ask for a state, for the test of this table. */
export const ACTS_BY_STATE = Object.keys(STATES);

/** Whether an act is offered for what is in a state. */
export function isOffered(act: string, state: unknown): boolean {
  const states = statesOf(act);
  return states === null || typeof state !== 'string' || states.includes(state);
}
