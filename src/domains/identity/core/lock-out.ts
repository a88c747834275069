/** Wrong passwords in a row that cost nothing. */
const FREE_TRIES = 5;
const MAX_DELAY_SECONDS = 30;

/**
 * Seconds an account takes no password after its `failures`-th wrong one in a row: doubling from 1 to 30.
 * Never longer, so that nobody can shut another person out by failing in his name.
 */
export function lockOutSeconds(failures: number): number {
  if (failures < FREE_TRIES) return 0;
  return Math.min(2 ** Math.min(failures - FREE_TRIES, 10), MAX_DELAY_SECONDS);
}
