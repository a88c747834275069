import { PLAYERS } from '../../src/cli/demo/cast.ts';
import type { Ask, Recipe } from './likely.ts';

/** Of accounts that the fuzzer made for itself. */
const PASSWORD = '祁连山下的风吹过-2016';
const SECURITY = 'anquan';

const createAccount: Recipe = async (ask) => ({
  actor: SECURITY,
  json: {
    name: '模糊',
    id_no: ask.person().idNo,
    username: `fz${ask.serial}`,
    password: PASSWORD,
    role: 'auditor',
    organisation_id: String(ask.house.play.stage.province),
    scope: { level: 'province', code: '62' },
  },
});

const ownAccount = (ask: Ask): Promise<{ id: string; username: string } | null> =>
  ask.one(
    `select id::text, username from account a where username ~ '^fz[0-9]+$' and state = 'active' and failed_logins = 0
       and not exists (select from audit_entry e where e.act = 'account.password-changed' and e.subject_id = a.id::text)`,
  );

/** On somebody's own session, opened for this one request. */
const ofOwnSession =
  (body?: (ask: Ask) => unknown): Recipe =>
  async (ask) => {
    const account = await ownAccount(ask);
    const token = account && (await ask.logIn(account.username, PASSWORD));
    return token ? { actor: null, token, ...(body ? { json: body(ask) } : {}) } : null;
  };

export const PEOPLE_RECIPES: Readonly<Record<string, Recipe>> = {
  createAccount,
  logIn: async (ask) => {
    const account = await ownAccount(ask);
    return account && { actor: null, json: { username: account.username, password: PASSWORD } };
  },
  logOut: ofOwnSession(),
  confirmSession: ofOwnSession(() => ({ password: PASSWORD })),
  changePassword: ofOwnSession((ask) => ({
    old_password: PASSWORD,
    new_password: `黄河之水天上来奔流到海-${ask.serial}`,
  })),
  disableAccount: async (ask) => {
    const account = await ownAccount(ask);
    return account && { actor: SECURITY, params: { id: account.id }, json: { reason: '离岗' } };
  },
  changePost: async (ask) => {
    const account = await ownAccount(ask);
    const post = {
      role: 'province_supervisor',
      organisation_id: String(ask.house.play.stage.province),
      scope: { level: 'province', code: '62' },
    };
    return account && { actor: SECURITY, params: { id: account.id }, json: post };
  },
  listAccounts: async () => ({ actor: SECURITY }),
  listAuditEntries: async () => ({ actor: 'shenji' }),
  readSession: async (ask) => ({ actor: ask.chance.pick(PLAYERS).username }),
};
