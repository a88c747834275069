import type { Role } from './permissions.ts';
import { narrowingOf } from './permissions.ts';

export type ScopeLevel = 'province' | 'city' | 'county' | 'township';

/** What an account may see, as it is stored: a region and at most one narrowing. */
export interface AccountScope {
  readonly level: ScopeLevel;
  /** Province 2 digits, city 4, county 6, township 9. */
  readonly code: string;
  readonly bank_id?: string | undefined;
  readonly enterprise_id?: string | undefined;
}

const CODE_LENGTH: Readonly<Record<ScopeLevel, number>> = { province: 2, city: 4, county: 6, township: 9 };

export type ScopeFault =
  'code-length' | 'bank-needed' | 'enterprise-needed' | 'township-needed' | 'not-narrowed';

/** What is wrong with `scope` for `role`; null when it fits. */
export function scopeFault(role: Role, scope: AccountScope): ScopeFault | null {
  if (!/^\d+$/.test(scope.code) || scope.code.length !== CODE_LENGTH[scope.level]) return 'code-length';
  const narrowing = narrowingOf(role);
  if (narrowing === 'bank' && !scope.bank_id) return 'bank-needed';
  if (narrowing === 'enterprise' && !scope.enterprise_id) return 'enterprise-needed';
  if (narrowing === 'township' && scope.level !== 'township') return 'township-needed';
  if (narrowing !== 'bank' && scope.bank_id) return 'not-narrowed';
  if (narrowing !== 'enterprise' && scope.enterprise_id) return 'not-narrowed';
  if (narrowing !== 'township' && scope.level === 'township') return 'not-narrowed';
  return null;
}
