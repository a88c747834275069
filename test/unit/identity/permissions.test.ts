import { describe, expect, it } from 'vitest';
import { scopeFault } from '../../../src/domains/identity/core/account-scope.ts';
import { lockOutSeconds } from '../../../src/domains/identity/core/lock-out.ts';
import { organisationKindsOf } from '../../../src/domains/identity/core/organisation-kinds.ts';
import { allPermissions, permissionsOf, ROLES } from '../../../src/domains/identity/core/permissions.ts';

const holdersOf = (permission: string): string[] =>
  ROLES.filter((role) => permissionsOf(role).has(permission));

describe('permissions', () => {
  it('know sixteen roles, each with something to do', () => {
    expect(ROLES).toHaveLength(16);
    for (const role of ROLES) expect(permissionsOf(role).size).toBeGreaterThan(0);
  });

  it('give a word that is no role nothing, whatever the word', () => {
    for (const word of ['', 'root', 'constructor', '__proto__', 'system', 'public']) {
      expect(permissionsOf(word).size).toBe(0);
    }
  });

  it('have the shape of a slice and a verb', () => {
    for (const permission of allPermissions()) expect(permission).toMatch(/^[a-z-]+\.[a-z-]+$/);
  });

  it('keep the steps of a payout in different posts', () => {
    const steps = ['subsidy.submit', 'subsidy.review', 'subsidy.approve', 'subsidy.instruct'];
    expect(steps.map((step) => holdersOf(step))).toEqual([
      // which of them gathers, the programme version says
      ['bank_officer', 'county_office', 'township_clerk'],
      // which of them reviews, and in what order, the programme version says
      ['bank_reviewer', 'county_office', 'finance_reviewer', 'province_supervisor'],
      ['finance_approver'],
      ['finance_payer'],
    ]);
    // where the county office gathers, another office reviews, and another person anyway
    const posts = [
      ...new Set([...holdersOf('subsidy.submit'), ...holdersOf('subsidy.review')]),
      ...['subsidy.approve', 'subsidy.instruct'].flatMap((step) => holdersOf(step)),
    ];
    expect(new Set(posts).size).toBe(posts.length);
    expect(holdersOf('loan.register')).not.toContain(holdersOf('loan.approve')[0]);
    expect(holdersOf('household.register')).not.toContain(holdersOf('household.review')[0]);
  });

  it('keep the seals of a village society in different posts', () => {
    expect(holdersOf('mutual-aid.enter-money')).toEqual(['society_cashier']);
    expect(holdersOf('mutual-aid.confirm-money')).toEqual(['society_chair', 'society_accountant']);
    expect(holdersOf('mutual-aid.co-sign')).toEqual(['township_clerk']);
  });

  it('keep accounts apart from business, and the supervisors from writing', () => {
    expect(holdersOf('account.manage')).toEqual(['security_admin']);
    expect([...permissionsOf('system_admin')]).toEqual(['system.read']);
    for (const permission of permissionsOf('auditor')) expect(permission).toMatch(/\.read$/);
  });
});

describe('scopeFault', () => {
  const county = { level: 'county', code: '620102' } as const;
  it.each([
    ['county_office', county, null],
    ['county_office', { level: 'county', code: '6201' }, 'code-length'],
    ['county_office', { level: 'city', code: '62010' }, 'code-length'],
    ['auditor', { level: 'province', code: '62' }, null],
    ['bank_officer', county, 'bank-needed'],
    ['bank_officer', { ...county, bank_id: '7' }, null],
    ['bank_officer', { ...county, bank_id: '7', enterprise_id: '8' }, 'not-narrowed'],
    ['enterprise_clerk', county, 'enterprise-needed'],
    ['enterprise_clerk', { ...county, enterprise_id: '8' }, null],
    ['society_chair', county, 'enterprise-needed'],
    ['society_cashier', { ...county, enterprise_id: '8' }, null],
    ['insurer_clerk', county, 'enterprise-needed'],
    ['township_clerk', county, 'township-needed'],
    ['township_clerk', { level: 'township', code: '620102101' }, null],
    ['finance_payer', { ...county, bank_id: '7' }, 'not-narrowed'],
    ['finance_payer', { level: 'township', code: '620102101' }, 'not-narrowed'],
  ] as const)('%s with %j: %s', (role, scope, fault) => {
    expect(scopeFault(role, scope)).toBe(fault);
  });
});

describe('lockOutSeconds', () => {
  it('forgives four, doubles from the fifth and stops at thirty', () => {
    const delays = [1, 4, 5, 6, 7, 8, 9, 10, 11, 5000].map(lockOutSeconds);
    expect(delays).toEqual([0, 0, 1, 2, 4, 8, 16, 30, 30, 30]);
  });
});

describe('organisationKindsOf', () => {
  it('puts bankers into banks, clerks of enterprises into enterprises, and all others into offices', () => {
    expect(organisationKindsOf('bank_reviewer')).toEqual(['bank', 'bank_branch']);
    expect(organisationKindsOf('enterprise_clerk')).toEqual(['enterprise', 'cooperative']);
    expect(organisationKindsOf('society_accountant')).toEqual(['mutual_aid_society']);
    expect(organisationKindsOf('insurer_clerk')).toEqual(['insurer']);
    expect(organisationKindsOf('finance_payer')).toContain('finance_bureau');
    expect(organisationKindsOf('auditor')).not.toContain('bank');
  });
});
