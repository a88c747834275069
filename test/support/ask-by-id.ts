import type { Express } from 'express';
import request from 'supertest';
import { permissionsOf, ROLES } from '../../src/domains/identity/index.ts';
import type { AccountScope, Role } from '../../src/domains/identity/index.ts';
import { organisationKindsOf } from '../../src/domains/identity/core/organisation-kinds.ts';
import { narrowingOf } from '../../src/domains/identity/core/permissions.ts';
import { inSession } from '../../src/platform/database-session.ts';
import { readOperations, type Operation } from '../fuzz/operations.ts';
import { enterOrganisation, logIn, openAccount, type TestApp } from './app.ts';
import type { TestDatabase } from './database.ts';
import { leastValue } from './least-value.ts';

/** Every operation with an id in its address. */
export const OPERATIONS_BY_ID = readOperations().filter(({ path }) => path.includes('{'));

/** What a body needs beyond the smallest that its schema allows, where the pieces must fit together. */
const BODIES: Readonly<Record<string, object>> = {
  addMember: { relation: 'child' },
  correctReturnedLine: { payee_name: '张三' },
  declareShareDividend: { pay_by: '2016-06-01' },
  enterPayerAnswer: { outcome: 'refused', reason: '材料不全' },
  enterPremiumSubsidy: { payee_account: '6210000000000' },
  enterRiskFundMovement: { kind: 'interest' },
  formMutualGroup: { member_ids: ['1', '2'] },
  openRiskFundAccount: { account_no: '6210000000000' },
  issueDunningNotice: { pay_by: '2016-06-01' },
  proposeLoanChange: { kind: 'extension', matures_on: '2019-06-01' },
  proposeTermination: { settle_by: '2016-07-01' },
  publishRiskFundTerms: {
    ...{ trigger_kind: 'days', trigger_days: 90, checklist: ['contract'], leverage_times: '10' },
    shares: [{ party: 'fund', percent: '100', nested: [] }],
    review_days: [10, 5, 10, 10],
  },
  recordSignature: { manner: 'seal' },
  signAmendment: { manner: 'seal' },
  recordFact: { kind: 'relocation' },
};
const BANK_ANSWER = [
  '指令编号,序号,收款户名,收款账号,收款银行,金额(元),记账依据,附言,处理结果,银行流水号,处理日期,退回原因',
  'ZL-1,1,张三,6210000000000001,某县农商银行,1.00,,,成功,LS-0001,2016-06-01,',
].join('\n');
const SHARE_TERMS = {
  ...{ record_date: '12-01', collective_percent: '0', preferred_percent: '6', participating_percent: '70' },
  income_split: [{ party: '持股户', holders: true, percent: '100' }],
};
/** Whoever has the permission but may not sign for the party named in the body is not asked. */
const ASKED: Readonly<Record<string, Role>> = {
  ...({ signAmendment: 'county_office', recordSignature: 'county_office' } as const),
};

/** Who asks: the first role that holds the permission. */
export const askerOf = ({ id, access }: Operation): Role =>
  ASKED[id] ?? ROLES.find((role) => permissionsOf(role).has(access)) ?? 'auditor';

export interface Askers {
  readonly app: Express;
  readonly tokens: ReadonlyMap<Role, string>;
}

/** An account of every role in a county, logged in. */
export async function openAskers(test: TestApp, database: TestDatabase, countyCode: string): Promise<Askers> {
  const county = { level: 'county', code: countyCode } as const;
  const office = await enterOrganisation(database, { countyCode, kind: 'poverty_office' });
  const placeOf = async (role: Role): Promise<{ organisationId: string; scope: AccountScope }> => {
    const narrowed = narrowingOf(role);
    if (narrowed === 'township') {
      return { organisationId: office, scope: { level: 'township', code: `${countyCode}101` } };
    }
    if (narrowed === null) return { organisationId: office, scope: county };
    const kind = narrowed === 'enterprise' ? 'government' : 'bank';
    const id = await enterOrganisation(database, { countyCode, kind });
    if (kind === 'bank') return { organisationId: id, scope: { ...county, bank_id: id } };
    const [kindOf] = organisationKindsOf(role);
    const first = kindOf === 'enterprise' ? `91${countyCode}MA` : `51${countyCode}MJ`;
    await inSession(database.ownerUrl, (client) =>
      client.query(`update organisation set kind = $2, uscc = $3 || lpad(id::text, 8, '0') where id = $1`, [
        ...[id, kindOf, first],
      ]),
    );
    return { organisationId: id, scope: { ...county, enterprise_id: id } };
  };
  const tokens = new Map<Role, string>();
  for (const role of ROLES) {
    const username = `asks-${role.replace(/_/g, '-')}`;
    await openAccount(test, { username, role, ...(await placeOf(role)) });
    tokens.set(role, await logIn(test, username));
  }
  return { app: test.app, tokens };
}

const bodyOf = ({ id, json }: Operation): object => {
  const least = leastValue(json ?? {}) as Record<string, object>;
  if (id === 'proposeShareTerms') return { terms: { ...least['terms'], ...SHARE_TERMS } };
  return { ...least, ...BODIES[id] };
};

/** Asks an operation for an id, well-formed otherwise. */
export function askById({ app, tokens }: Askers, operation: Operation, id: string): request.Test {
  const path = operation.path.replace('{year}', '2016').replace(/\{\w+\}/g, id);
  const query = operation.parameters.filter((each) => each.in === 'query' && each.required);
  const method = operation.method === 'GET' ? 'get' : 'post';
  const call = request(app)[method](path);
  void call
    .query(Object.fromEntries(query.map(({ name, schema }) => [name, leastValue(schema, name)])))
    .set('authorization', `Bearer ${tokens.get(askerOf(operation))}`)
    .set('idempotency-key', `by-id-${id}-${operation.id}`);
  if (!operation.form) return operation.json ? call.send(bodyOf(operation)) : call;
  for (const [name, value] of Object.entries(leastValue(operation.form) as object)) {
    if (name !== 'file') void call.field(name, String(value));
  }
  return operation.id === 'recordBankAnswer'
    ? call.attach('file', Buffer.from(BANK_ANSWER), 'a.csv')
    : call.attach('file', Buffer.from('%PDF-1.4\n%%EOF\n'), 'a.pdf');
}
