/**
 * Codes that no test names yet, by slice: the debt of the day the rule came. A new code does not belong here,
 * it belongs in a test; whoever writes the test of one of these takes it out. A household has no credit code
 * and an organisation no identity number: those names come of one type of all faults of numbers.
 */
export const CODES_WITHOUT_TEST: Readonly<Record<string, string>> = {
  agreement: `
    agreement.amendment-cap agreement.amendment-in-force agreement.amendment-last-year
    agreement.amendment-loan-term agreement.amendment-order agreement.amendment-runoff
    agreement.amendment-year-settled agreement.enterprise-limits
    agreement.household-not-registered agreement.issue-state agreement.member-not-found
    agreement.no-government agreement.no-such-party agreement.service-outside agreement.service-twice
    agreement.share-dividend agreement.share-issue agreement.termination-year-settled
    agreement.terms-elsewhere agreement.training-paid
  `,
  calculator: `
    calculator.fault
  `,
  clawback: `
    clawback.future-date
  `,
  document: `
    document.issued-meanwhile document.print-job-not-ready document.several-counties
  `,
  household: `
    household.account-shape household.card-holder household.fact-incomplete household.left-before-joined
    household.person-needed
    household.uscc-check household.uscc-organisation household.uscc-shape
  `,
  loan: `
    loan.credit-known loan.credit-line-negative loan.facts-not-confirmed
    loan.import-needs-bank loan.kind-not-allowed loan.ledger-columns-missing
    loan.receipt-totals-unknown loan.renewed-already loan.reversal-renewed loan.reversal-written-off
    loan.township-unknown loan.unplannable
  `,
  'mutual-aid': `
    mutual-aid.loan-terms mutual-aid.repayment-stale mutual-aid.split-broken
  `,
  organisation: `
    organisation.account-luhn organisation.resident-id-15-digits
    organisation.resident-id-birth-date organisation.resident-id-check organisation.resident-id-future
    organisation.resident-id-shape
  `,
  payment: `
    payment.already-live payment.answer-cell
  `,
  programme: `
    programme.bank-without-county programme.quota-used-once programme.rate-already-published
    programme.rates-incomplete programme.terms-immutable
  `,
  record: `
    record.frozen record.moved-on record.out-of-order record.rule-broken
  `,
  service: `
    service.fault
  `,
  share: `
    share.holdings-moved
  `,
  subsidy: `
    subsidy.not-lent subsidy.out-of-order
  `,
};
