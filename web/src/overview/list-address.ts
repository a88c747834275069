/** The list behind a figure, narrowed as the figure was counted. */
export function listAddress(matter: string, filters: Readonly<Record<string, string>>): string {
  return `/${matter}?${new URLSearchParams(filters).toString()}`;
}

const LENT = { state: 'disbursed' };

/** Lent loans of a division, in whole or of some months of maturity. */
export const loansOf = (region: string, months: Readonly<Record<string, string>> = {}): string =>
  listAddress('loans', { ...LENT, region_code: region, ...months });

export const overdueOf = (region: string, bucket?: string): string =>
  listAddress('overdue-loans', { region_code: region, ...(bucket === undefined ? {} : { bucket }) });

export const batchesOf = (region: string, period: string, approved = false): string =>
  listAddress('subsidy-batches', {
    region_code: region,
    period_to: period,
    ...(approved ? { approved: 'true' } : {}),
  });

export const claimsOf = (region: string, state: string): string =>
  listAddress('risk-fund-claims', { region_code: region, state });
