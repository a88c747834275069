import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { listAccounts } from '../domains/identity/index.ts';
import { inTransaction } from '../platform/db.ts';
import type { Runtime } from '../platform/runtime.ts';
import { systemContext } from './system-context.ts';

const SHOWN = 20;

interface Login {
  readonly username: string;
  readonly role: string;
  readonly state: string;
  readonly organisation_name: string;
}

/** Who can log in, for the one who has just started the product at his desk. */
export async function listLogins(runtime: Runtime): Promise<string> {
  const { items } = await inTransaction(runtime.database.app, async (tx) =>
    listAccounts(tx, await systemContext(runtime, tx), { limit: SHOWN, state: 'active' }),
  );
  if (items.length === 0) {
    return '还没有账户：先执行 npm run demo，或 sifang user create。 No accounts yet.\n';
  }
  const lines = (items as Login[]).map(
    (login) => `  ${login.username.padEnd(20)}${login.role.padEnd(22)}${login.organisation_name}`,
  );
  const notes = join(runtime.config.home, 'demo', 'logins.txt');
  const passwords = existsSync(notes) ? `密码 passwords：${notes}\n` : '';
  return `可登录的账户 accounts：\n${lines.join('\n')}\n${passwords}`;
}
