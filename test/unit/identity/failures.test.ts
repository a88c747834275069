import { expect, it } from 'vitest';
import * as failures from '../../../src/domains/identity/core/failures.ts';

it('says what to do about a password that is to be given again, and does not tell a stranger who has an account', () => {
  expect(failures.confirmationRequired()).toMatchObject({
    ...{ kind: 'forbidden', code: 'session.confirmation-required' },
    detail: expect.stringContaining('10 分钟'),
  });
  expect(failures.loginRefused().detail).toContain('用户名或密码');
  expect(failures.passwordRefused('too-short', '/password').errors).toEqual([
    expect.objectContaining({ pointer: '/password' }),
  ]);
});
