/** What a programme version says about households that leave the register. */
export interface StatusTerms {
  readonly exitKeepsPolicy: boolean;
  readonly movedAwayEffect: 'stop' | 'keep';
  readonly struckOffEffect: 'stop' | 'stop_and_recover';
}

/** The loan's subsidy entitlement as of a day, and who took it away. */
export interface Entitlement {
  readonly entitled: boolean;
  /** Taken away because of the register, not for misuse or by hand. */
  readonly byRegister: boolean;
}

export interface EntitlementChange {
  readonly kind: 'eligibility_lost' | 'eligibility_restored';
  readonly reason: string;
}

const STATUS_NAMES: Readonly<Record<string, string>> = {
  registered_poor: '建档立卡未脱贫',
  exited_with_policy: '已脱贫（享受政策）',
  exited_without_policy: '已脱贫（不享受政策）',
  relapsed: '返贫',
  monitored: '监测户',
  struck_off: '清退',
  moved_away: '户籍迁出',
};

/**
 * Begins the reason of every change that follows the register, so that it can be told from one made by hand.
 */
export const REGISTER_REASON = '登记簿：';

const EXITED: readonly string[] = ['exited_with_policy', 'exited_without_policy'];

/**
 * Whether a household of this status keeps its subsidy. Struck off (清退): never; moved away (户籍迁出) and left
 * poverty (已脱贫): by the terms frozen on the loan. 脱贫不脱政策 (银监发〔2017〕42号) is about the exit itself: where
 * it holds neither mark of the register (享受政策, 不享受政策) ends a loan lent before, where it does not either
 * does, for the mark speaks of the policies as a whole and the version of this one.
 */
export function statusEntitles(status: string, terms: StatusTerms): boolean {
  if (status === 'struck_off') return false;
  if (status === 'moved_away') return terms.movedAwayEffect === 'keep';
  return !EXITED.includes(status) || terms.exitKeepsPolicy;
}

/**
 * Whether a loss of the subsidy reaches back into periods that are paid (清退追回); else it counts from the first
 * day that is not. Entitlement that is given back always holds from its own day.
 */
export const reachesBack = (status: string, terms: StatusTerms): boolean =>
  statusEntitles(status, terms) || (status === 'struck_off' && terms.struckOffEffect === 'stop_and_recover');

/**
 * What a loan that stands so must record to follow a status; null when it is in step. What was taken away by
 * hand is not given back by the register.
 */
export function changeToFollow(
  status: string,
  terms: StatusTerms,
  standing: Entitlement,
): EntitlementChange | null {
  const wanted = statusEntitles(status, terms);
  if (wanted === standing.entitled || (wanted && !standing.byRegister)) return null;
  const kind = wanted ? 'eligibility_restored' : 'eligibility_lost';
  return { kind, reason: `${REGISTER_REASON}${STATUS_NAMES[status] ?? status}` };
}
