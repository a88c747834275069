/**
 * What the owner of the schema can do to the books when every guard is off, and the invariant that tells of
 * it.
 */
export interface Breach {
  readonly id: string;
  readonly what: string;
  readonly sql: string;
  /** Besides, the audit trail tells another story than the row. */
  readonly trail: boolean;
  /** Another invariant that the same act breaks. */
  readonly also?: string;
}

export const breach = (id: string, what: string, sql: string): Breach => ({ id, what, sql, trail: false });

export const traced = (id: string, what: string, sql: string): Breach => ({ id, what, sql, trail: true });

export const PAID = `(select id from subsidy_batch where state = 'paid')`;
export const DRAFTED = `(select id from subsidy_batch where state = 'drafted')`;
