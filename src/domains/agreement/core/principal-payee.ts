/** Whom overdue principal is passed on to: the bank that lent it, the fund it came from, the household. */
export const PRINCIPAL_PAYEES = ['loan', 'fund', 'household'] as const;
export type PrincipalPayee = (typeof PRINCIPAL_PAYEES)[number];
