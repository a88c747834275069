import { describe, expect, it } from 'vitest';
import { passwordFault } from '../../../src/domains/identity/core/password-rules.ts';

describe('passwordFault', () => {
  it.each([
    ['短口令', 'too-short'],
    ['elevenchars', 'too-short'],
    ['x'.repeat(129), 'too-long'],
    ['my name is Zhang.San ok', 'contains-username'],
    ['aaaaaaaaaaaaaaa', 'too-simple'],
    ['abababababababab', 'too-simple'],
    ['abcdefghijklmnop', 'too-simple'],
    ['zyxwvutsrqponmlk', 'too-simple'],
    ['123456789012345', 'too-simple'],
    ['password12345', 'well-known'],
    ['P@ssw0rd2026', 'well-known'],
    ['Admin8888888', 'well-known'],
  ])('refuses %s', (password, fault) => {
    expect(passwordFault(password, 'zhang.san')).toBe(fault);
  });

  it.each(['正确的马电池订书钉是四个词', 'correct horse battery staple', 'passwords are not enough today'])(
    'accepts %s',
    (password) => {
      expect(passwordFault(password, 'zhang.san')).toBeNull();
    },
  );

  it('counts characters, not UTF-16 units', () => {
    expect(passwordFault('𠮷𠮷𠮷𠮷𠮷𠮷', 'someone')).toBe('too-short');
  });
});
