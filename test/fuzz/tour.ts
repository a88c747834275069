import { setTimeout as delay } from 'node:timers/promises';
import { date } from '../../src/kernel/date.ts';
import type { Operation } from './operations.ts';
import type { Range } from './range.ts';

/** The one day for which policies hang. */
const POLICIES_HANG = date('2016-09-23');

/** A day on which all that was posted has begun, and the fund's publicity is not over. */
const WHILE_POSTED = date('2016-09-26');

/** After publicity and before the next settlement. */
const AFTER_NOTICE = date('2016-12-01');

/** The one day for which the claims and payouts of an insurance hang. */
const INSURANCE_HANGS = date('2016-12-02');

/** The day after the year's dividends were due. */
const AFTER_DUE = date('2016-12-21');

/** The payout list hangs. */
const WHILE_HUNG = date('2016-12-23');

/** The days of a demand and of a payout list's publicity are over. */
const AFTER_DEMAND = date('2017-03-01');

const repeated = (times: number, ...ids: readonly string[]): string[] =>
  Array.from({ length: times }, () => ids).flat();

/** What must come before what, so that each finds something to work on. */
const ORDER: readonly string[] = [
  ...[
    'createAccount',
    'createAccount',
    'createAccount',
    'createAccount',
    'logIn',
    'confirmSession',
    'logOut',
  ],
  ...['changePost', 'changePassword', 'disableAccount'],
  ...[
    'registerHousehold',
    'registerHousehold',
    'registerHousehold',
    'reviewStatus',
    'reviewStatus',
    'recordFact',
    'reviewFact',
    'proposeRoster',
  ],
  ...[
    'approveRoster',
    ...[...repeated(2, 'publishTerms', 'confirmCountersign'), ...repeated(3, 'allocateQuota')],
    'enterHouseholdCredit',
    'confirmHouseholdCredit',
    'enterHouseholdCredit',
    'refuseHouseholdCredit',
    'registerLoan',
    'rejectLoan',
    'registerLoan',
    'cancelLoan',
    'registerLoan',
    'approveLoan',
  ],
  ...['signLoan', 'disburseLoan', 'receiveSubsidyApplication', 'recordRepayment', 'withdrawLoanReceipt'],
  ...['recordRepayment', 'returnLoanReceipt', 'recordRepayment', 'confirmLoanReceipts', 'receiveLoanImport'],
  ...['confirmLoanImport', 'recordCoBorrower', 'receiveLoanImport'],
  ...['proposeRateResets', 'refuseRateResets', 'proposeRateResets', 'confirmRateResets'],
  ...['proposeLoanChange', 'confirmLoanChange', 'proposeLoanChange', 'refuseLoanChange', 'gradeLoan'],
  ...['drawUpAgreement', 'drawUpAgreement', 'drawUpAgreement', 'issueAgreement'],
  ...repeated(4, 'recordSignature'),
  ...[
    'drawUpAmendment',
    'cancelAmendment',
    'drawUpAmendment',
    'issueAmendment',
    ...repeated(4, 'signAmendment'),
  ],
  ...[
    'drawUpAgreements',
    'recordArrival',
    'confirmCountersign',
    'cancelAgreement',
    'drawUpAgreement',
    'issueAgreements',
    ...repeated(4, 'recordSignature'),
    'requestPrint',
  ],
  ...[
    'grantSubsidyBudget',
    'refuseCountersign',
    'grantSubsidyBudget',
    'confirmCountersign',
    'submitSubsidyClaim',
    'reviewSubsidyClaim',
    'postSubsidyNotice',
  ],
  ...[
    'openRiskFund',
    'openRiskFund',
    ...repeated(2, 'publishRiskFundTerms', 'confirmCountersign'),
    ...['openRiskFundAccount', 'closeRiskFundAccount'],
    'enterRiskFundMovement',
    'enterRiskFundMovement',
    'decideRiskFundMovement',
    'decideRiskFundMovement',
    'enterLossReport',
    'decideLossReport',
    'uploadClaimFile',
    'uploadClaimFile',
  ],
  ...[
    'recordDunning',
    'attachDunningProof',
    'downloadDunningProof',
    'proposeLoanChange',
    'confirmLoanChange',
  ],
  ...['openMutualSociety', 'publishMutualTerms', ...repeated(5, 'joinMutualSociety')],
  ...repeated(7, 'enterMutualMoney', 'decideMutualEntry'),
  ...['formMutualGroup', 'applyForMutualLoan', 'refuseMutualLoan', 'applyForMutualLoan', 'approveMutualLoan'],
  ...[
    'approveMutualLoan',
    'coSignMutualLoan',
    ...repeated(2, 'signForMutualLoan'),
    'disburseMutualLoan',
    'decideMutualEntry',
    'quoteMutualRepayment',
  ],
  ...['proposeMutualExtension', 'decideMutualExtension', 'repayMutualLoan', 'decideMutualEntry'],
  ...['enterMutualBankCredit', 'decideMutualBankCredit', 'settleMutualBankCredit', 'enterMutualBankCredit'],
  ...['decideMutualBankCredit', 'callMutualGuarantee', 'decideMutualEntry', 'recoverMutualGuarantee'],
  ...[
    'decideMutualEntry',
    'exitMutualSociety',
    'decideMutualEntry',
    'joinMutualSociety',
    'joinMutualSociety',
  ],
  ...['formMutualGroup', 'dissolveMutualGroup', 'drawMutualDistribution', 'decideMutualDistribution'],
  ...['drawMutualStatement', 'decideMutualStatement', 'issueMutualStatement', 'postMutualStatement'],
  ...['downloadMutualStatement', 'downloadMutualYear'],
  ...['drawFundStatement', 'readFundStatement', 'issueFundStatement', 'downloadFundStatement'],
  'confirmFundStatement',
  ...['fileRiskFundClaim', 'returnRiskFundClaim', 'fileRiskFundClaim', 'excludeRiskFundClaim'],
  ...['fileRiskFundClaim', 'reviewRiskFundClaim', 'examineRiskFundClaim', 'postRiskFundClaimNotice'],
  ...['submitSubsidyClaim', 'returnSubsidyClaim', 'confirmLoanImport', 'downloadPrintJob'],
  ...['enterShareIssue', 'previewShareAllotment', 'proposeShareAllotment', 'refuseShareAllotment'],
  ...['proposeShareAllotment', 'confirmShareAllotment', 'enterShareIssue', 'proposeShareAllotment'],
  ...['confirmShareAllotment', 'enterShareIssue', 'proposeShareAllotment', 'confirmShareAllotment'],
  ...['drawUpShareAgreement', 'drawUpShareAgreements'],
  ...['proposeShareChange', 'proposeShareChange', 'dropShareChange'],
  ...['proposeShareChange', 'proposeShareChange', 'proposeShareChange', 'listShareReview'],
  ...['recordShareMeeting', 'listShareReview', 'returnShareReview', 'postShareReview'],
  ...['proposeShareTerms', 'decideShareTerms', 'issueShareCertificate', 'issueShareRegister'],
  ...[
    'publishInsuranceTerms',
    'confirmCountersign',
    ...repeated(4, 'enterInsurancePolicy'),
    'withdrawInsurancePolicy',
  ],
  ...[
    ...repeated(3, 'postInsurancePolicy'),
    ...repeated(4, 'enterInsuranceFunding', 'decideInsuranceFunding'),
  ],
];
/** While what was posted is up. */
const DURING: readonly string[] = [
  'setAsideNoticeLetter',
  ...['objectToShareReview', 'decideShareObjection'],
  ...['raiseObjection', 'decideObjection', 'objectToRiskFundClaim', 'decideRiskFundObjection'],
  ...['proposeReliefOrder', 'confirmReliefOrder', 'proposeReliefOrder', 'refuseReliefOrder'],
  ...['proposeReliefUndoing', 'refuseReliefUndoing', 'proposeReliefUndoing', 'confirmReliefUndoing'],
  ...['enterFundYear', 'decideFundYear', 'recordBankAnswer', 'correctReturnedLine', 'instructFundYearAgain'],
  ...['enterPremiumSubsidy', 'decideCountyPayment', 'instructCountyPayment'],
  ...['enterRiskFundMovement', 'decideRiskFundMovement', 'enterRiskFundMovement', 'decideRiskFundMovement'],
  'instructFundReturn',
];
const AFTER: readonly string[] = [
  ...['passShareReview', 'fileShareReview', 'freezeShareRecord', 'showShareRecord'],
  ...['declareShareDividend', 'readShareDividend', 'decideShareDividend'],
  ...['approveRiskFundClaim', 'instructCompensation', 'recordBankAnswer', 'correctReturnedLine'],
  ...['instructCompensationAgain', 'recordBankAnswer', 'enterRecovery', 'decideRecovery'],
  ...['reverseRecovery', 'confirmCountersign', 'enterBackPayment', 'decideBackPayment'],
  ...['reverseBackPayment', 'confirmCountersign'],
  ...['enterPayerAnswer', 'decidePayerAnswer', 'proposeWriteOff', 'decideWriteOff'],
  ...['recordDunning', 'proposeDunningStrike', 'refuseDunningStrike'],
  ...['proposeDunningStrike', 'confirmDunningStrike'],
  ...['enterCountyAdvance', 'decideCountyPayment'],
  ...['checkBreaker', 'liftLendingSuspension', 'confirmCountersign'],
  ...['approveSubsidyClaim', 'instructSubsidyPayment', 'downloadBankFile', 'recordBankAnswer'],
  ...['correctReturnedLine', 'instructCorrectedPayments', 'getMarkedWorkbook'],
  ...['proposeLoanChange', 'confirmLoanChange', 'proposeSubsidyClawback', 'refuseSubsidyClawback'],
  ...['proposeSubsidyClawback', 'confirmSubsidyClawback', 'recordClawbackRepayment', 'confirmCountersign'],
  ...[
    'recordAgreementService',
    'recordPrincipalReturn',
    'confirmCountersign',
    'undoPrincipalReturn',
    'proposeTermination',
    'decideTermination',
  ],
  ...[
    'issueTerminationNotice',
    ...repeated(3, 'keepAgreementPaper'),
    'downloadAgreementPaper',
    'archiveAgreement',
  ],
  ...[
    ...repeated(3, 'confirmInsurancePolicy'),
    ...repeated(3, 'enterInsuranceOwnProof', 'decideInsuranceOwnProof'),
  ],
  ...['fileInsuranceSubsidyClaim', 'returnInsuranceSubsidyClaim'],
  ...['fileInsuranceSubsidyClaim', 'reviewInsuranceSubsidyClaim', 'postInsuranceSubsidyClaim'],
  ...['enterInsuranceEndorsement', 'decideInsuranceEndorsement'],
  ...[...repeated(4, 'reportInsuranceLoss'), 'refuseInsuranceLoss', ...repeated(3, 'assessInsuranceLoss')],
  ...['drawInsurancePayout', 'withdrawInsurancePayout', ...repeated(3, 'drawInsurancePayout')],
  ...[...repeated(3, 'postInsurancePayout'), 'issueInsurancePayoutList'],
];
/** The year's dividends have been counted, and are not due yet. */
const BEFORE_DUE: readonly string[] = [
  ...['uploadDividendProof', 'downloadDividendProof', 'downloadDividendReportWorkbook', 'fileDividendReport'],
  ...['readDividendReport', 'decideDividendReport', 'fileDividendReportWorkbook', 'decideDividendReport'],
  ...['enterDividendReceipt', 'decideDividendReceipt', 'readDividendDue'],
];
/** An objection is heard while a list hangs; dismissed, the list hangs for its whole days again. */
const POLICIES_OBJECTED: readonly string[] = ['objectToInsurancePolicy', 'decideInsuranceObjection'];
const INSURANCE_OBJECTED: readonly string[] = [
  ...['objectToInsuranceSubsidyClaim', 'decideInsuranceObjection'],
  ...['objectToInsurancePayout', 'decideInsuranceObjection'],
];
/** The due day has passed, and not everybody was paid. */
const MISSED: readonly string[] = [
  ...[
    'demandDividends',
    'demandDividends',
    'issueDividendDemand',
    'enterDividendReceipt',
    'decideDividendReceipt',
  ],
  ...['draftDividendPayout', 'withdrawDividendPayout', 'draftDividendPayout', 'postDividendPayout'],
  // what ends here and is not given back is overdue later
  ...['proposeTermination', 'decideTermination'],
];
/** A line is objected to and held back; released, it stands on a list again. */
const OBJECTED: readonly string[] = [
  ...['approveInsuranceSubsidyClaim', 'instructInsuranceSubsidy', 'recordBankAnswer', 'correctReturnedLine'],
  ...['instructInsuranceSubsidyAgain', ...repeated(3, 'confirmInsurancePayout')],
  ...['recordInsuranceReceipts', 'returnInsuranceLine'],
  ...['objectToDividendPayout', 'decideDividendObjection', 'releaseDividendLine'],
  ...['draftDividendPayout', 'postDividendPayout'],
];
/** The demands were in vain, and the list has hung its days. */
const IN_VAIN: readonly string[] = [
  ...['enterDividendReceipt', 'decideDividendReceipt', 'enterDividendReceipt', 'decideDividendReceipt'],
  ...['enterPrincipalPayment', 'confirmCountersign', 'undoPrincipalPayment'],
  ...['enterDividendReceipt', 'decideDividendReceipt', 'enterDividendRecovery', 'decideDividendRecovery'],
  ...['declareDividendDefault', 'approveDividendPayout', 'instructDividendPayout', 'recordBankAnswer'],
  ...['correctReturnedLine', 'instructDividendPayoutAgain', 'recordBankAnswer', 'issueDividendPayoutList'],
  ...['issueDividendStatement', 'issueDividendRecourse', 'listDividendArrears'],
  ...['proposeMutualWriteOff', 'consentToMutualWriteOff', 'decideMutualWriteOff', 'recoverMutualWriteOff'],
  'decideMutualEntry',
];

const TRIES = 25;
/** For what is left at the end, when no worker prepares anything more. */
const LAST_TRIES = 5;
const PAUSE_MS = 200;

/** Goes through every operation once in the order of the work, until each was done with success. */
export async function tour(range: Range, operations: readonly Operation[]): Promise<void> {
  const byId = new Map(operations.map((operation) => [operation.id, operation]));
  const walk = async (ids: readonly string[], tries = TRIES): Promise<void> => {
    for (const id of ids) {
      const operation = byId.get(id);
      if (operation) await untilDone(range, operation, tries);
    }
  };
  await walk(ORDER);
  await range.setDay(POLICIES_HANG);
  await walk(POLICIES_OBJECTED);
  await range.setDay(WHILE_POSTED);
  await walk(DURING);
  await range.setDay(AFTER_NOTICE);
  await walk(AFTER);
  await range.night();
  await walk(BEFORE_DUE);
  await range.setDay(INSURANCE_HANGS);
  await walk(INSURANCE_OBJECTED);
  await range.setDay(AFTER_DUE);
  await range.night();
  await walk(MISSED);
  await range.setDay(WHILE_HUNG);
  await walk(OBJECTED);
  await range.setDay(AFTER_DEMAND);
  await range.night();
  await walk(IN_VAIN);
  await walk(
    operations.map(({ id }) => id).filter((id) => !range.tally.isDone(id)),
    LAST_TRIES,
  );
}

/** Tries until it is done; what workers prepare shows when it shows. */
async function untilDone(range: Range, operation: Operation, tries: number): Promise<void> {
  let refusal = 'nothing to work on';
  for (let attempt = 1; attempt <= tries; attempt += 1) {
    const reply = await range.fireLikely(operation);
    if (reply && reply.status < 300) return;
    if (reply) refusal = reply.body.toString('utf8').slice(0, 600);
    if (reply && attempt >= 4) break;
    await delay(PAUSE_MS);
  }
  if (!range.tally.isDone(operation.id)) range.say(`  ${operation.id} on ${range.today}: ${refusal}`);
}
