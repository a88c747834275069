import { describe, expect, it } from 'vitest';
import {
  forgetStatements,
  isStale,
  statementOf,
  unprepared,
} from '../../../src/platform/database-statements.ts';

describe('a statement', () => {
  it('counts its marks; a mark behind a backslash is a question mark', () => {
    expect(unprepared(String.raw`select ? where facts \? 'a' and n = ?`)).toEqual({
      text: `select $1 where facts ? 'a' and n = $2`,
      name: undefined,
    });
  });

  it('has one name as long as it is known, and never the name of another', () => {
    const first = statementOf('select 1');
    expect(statementOf('select 1')).toBe(first);
    expect(statementOf('select 2').name).not.toBe(first.name);
    forgetStatements();
    expect(statementOf('select 1')).toEqual({
      text: first.text,
      name: expect.not.stringMatching(String(first.name)),
    });
  });

  it('is planned anew where texts are made up without end', () => {
    const made = Array.from({ length: 2_000 }, (_, n) => statementOf(`select ${n} as made_up`));
    expect(made.at(-1)).toEqual({ text: 'select 1999 as made_up', name: undefined });
    expect(made.filter(({ name }) => name !== undefined).length).toBeLessThan(1_000);
  });

  it('is known to be stale in whatever language the server says so', () => {
    const said = { code: '0A000', routine: 'RevalidateCachedQuery' };
    expect(isStale(Object.assign(new Error('缓存的计划不能改变结果类型'), said))).toBe(true);
    expect(isStale(Object.assign(new Error('还没有实现'), { ...said, routine: 'transformStmt' }))).toBe(
      false,
    );
  });
});
