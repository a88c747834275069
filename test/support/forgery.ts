import type { Client } from 'pg';

/** One thing that somebody at the database itself might write, and what refuses it. */
export interface Forgery {
  /** Trigger, constraint or unique index that is to refuse. */
  readonly guard: string;
  readonly what: string;
  readonly sql: string;
  /** What the refusal names: a constraint, or the function of the trigger. */
  readonly named: string;
}

export const forgery = (guard: string, what: string, sql: string, named = guard): Forgery => ({
  ...{ guard, what, sql, named },
});

/** A row like one that is there, some columns another; `also` is more of them, as an expression of jsonb. */
export const copyOf = (table: string, changed: object, where: string, also = `'{}'::jsonb`): string =>
  `insert into ${table} overriding system value
     select (jsonb_populate_record(null::${table}, to_jsonb(was) || '${JSON.stringify(changed)}' || ${also})).*
     from (select * from ${table} where ${where} limit 1) was;`;

/**
 * Writes as the connection's role and takes it back; answers what refused: a constraint, or the function of a
 * trigger.
 */
export async function refusalOf(client: Client, sql: string): Promise<string> {
  await client.query('begin');
  try {
    await client.query(sql);
    await client.query('set constraints all immediate');
    return 'accepted';
  } catch (error) {
    const {
      constraint,
      where = '',
      message,
    } = error as { constraint?: string; where?: string; message: string };
    return constraint ?? /^PL\/pgSQL function (\w+)\(/.exec(where)?.[1] ?? message;
  } finally {
    await client.query('rollback');
  }
}
