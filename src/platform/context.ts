import type { AccountId, OrganisationId, PersonId } from '../kernel/ids.ts';
import type { PlainDate } from '../kernel/date.ts';
import type { Cipher } from './crypto.ts';
import type { FontSet } from './pdf/pdf.ts';
import type { Storage } from './storage.ts';

/** What rows a transaction may see; `null` = not narrowed by this dimension. */
export interface Scope {
  readonly counties: readonly string[];
  readonly bank: OrganisationId | null;
  readonly enterprise: OrganisationId | null;
  readonly township: string | null;
}

/** Who acts: a person behind an account, or the system itself in a job (`personId` null). */
export interface Actor {
  readonly accountId: AccountId | null;
  readonly personId: PersonId | null;
  readonly personName: string;
  readonly role: string;
  readonly organisationId: OrganisationId | null;
  readonly permissions: ReadonlySet<string>;
  readonly scope: Scope;
}

/**
 * Everything an action may know besides its input and its transaction. `today` is fixed once per request or
 * job.
 */
export interface Context {
  readonly requestId: string;
  readonly today: PlainDate;
  readonly actor: Actor;
  readonly cipher: Cipher;
  readonly storage: Storage;
  /** Address under which strangers reach us, without a slash at the end; printed on papers. */
  readonly publicUrl: string;
  /** Fonts that papers are printed with. */
  readonly fonts: () => FontSet;
}

/**
 * The system as an actor: jobs, migrations, seeds. Its transactions run in the worker role, which sees all
 * counties.
 */
export const SYSTEM_ACTOR: Actor = {
  accountId: null,
  personId: null,
  personName: '系统',
  role: 'system',
  organisationId: null,
  permissions: new Set(),
  scope: { counties: [], bank: null, enterprise: null, township: null },
};
