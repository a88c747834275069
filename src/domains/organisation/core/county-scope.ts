import { countyOutOfScope } from './failures.ts';

interface ScopedActor {
  readonly role: string;
  readonly scope: { readonly counties: readonly string[] };
}

/**
 * Refuses a county that is not the actor's; null (city, province) is nobody's. The system itself works for
 * every county.
 */
export function requireCountyInScope(actor: ScopedActor, countyCode: string | null): void {
  if (actor.role === 'system') return;
  if (countyCode === null || !actor.scope.counties.includes(countyCode)) throw countyOutOfScope();
}
