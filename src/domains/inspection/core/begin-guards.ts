/** Triggers without which a row could be written at once as decided, past every transition. */
export const BEGIN_GUARDS: readonly string[] = [
  'agreement_amendment_begins',
  'agreement_termination_begins',
  'countersign_begins',
  'insurance_funding_begins',
  'insurance_loss_begins',
  'insurance_own_proof_begins',
  'insurance_payout_begins',
  'insurance_payout_line_begins',
  'insurance_policy_begins',
  'insurance_subsidy_claim_begins',
  'insurance_subsidy_share_begins',
  'loan_receipt_begins',
  'rate_reset_order_begins',
];
