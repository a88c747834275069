import { constants, getPriority, setPriority } from 'node:os';

/**
 * Lets everything else on this host compute first. Somebody waits for each answer of the API and nobody for a
 * settlement, so where both share a host the settlement takes what is left; alone it is as fast as ever.
 */
export function giveWay(): void {
  setPriority(Math.max(getPriority(), constants.priority.PRIORITY_BELOW_NORMAL));
}
