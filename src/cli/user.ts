import { parseArgs } from 'node:util';
import { z } from 'zod';
import { createAccount, disableAccount, listAccounts, ROLES } from '../domains/identity/index.ts';
import type { AccountScope, NewAccountInput, Role } from '../domains/identity/index.ts';
import { parseId } from '../kernel/ids.ts';
import { inTransaction } from '../platform/db.ts';
import type { Runtime } from '../platform/runtime.ts';
import { openProduct } from './open-product.ts';
import { readSecrets } from './read-secrets.ts';
import { systemContext } from './system-context.ts';
import { EXIT, wantsHelp, type Terminal } from './terminal.ts';

const HELP = `用法：
  sifang user create --username 用户名 --name 姓名 --role 岗位 --organisation 机构编号 --scope 层级:代码
  sifang user list
  sifang user disable 账户编号 --reason 原因

create 从标准输入读两行：身份号码、密码（不写在命令行上）。
create reads two lines from standard input: the resident ID and the password.

  --scope    province:62、city:6201、county:620102、township:620102101
  --role     ${ROLES.join(' ')}
`;

class BadUsage extends Error {}

const LEVELS = ['province', 'city', 'county', 'township'] as const;
const createOptions = z.strictObject({
  username: z.string().regex(/^[a-z][a-z0-9._-]{2,39}$/, '--username：3 至 40 个小写字母、数字、点、横线'),
  name: z.string().min(1, '--name 必填').max(60),
  role: z.enum(ROLES as readonly [Role, ...Role[]], '--role 不是岗位名称'),
  organisation: z.string().regex(/^[1-9]\d{0,17}$/, '--organisation 应为机构编号'),
  scope: z.string().regex(/^(province|city|county|township):\d{2,9}$/, '--scope 写作 county:620102'),
});
type CreateOptions = z.output<typeof createOptions>;

export async function run(args: readonly string[], terminal: Terminal): Promise<number> {
  if (wantsHelp(args)) {
    terminal.out(HELP);
    return EXIT.done;
  }
  try {
    return await perform(args, terminal);
  } catch (error) {
    if (!(error instanceof BadUsage)) throw error;
    terminal.err(`${error.message}\n\n${HELP}`);
    return EXIT.usage;
  }
}

function perform(args: readonly string[], terminal: Terminal): Promise<number> {
  const [verb, ...rest] = args;
  if (verb === 'create') return create(readCreate(rest), terminal);
  if (verb === 'list' && rest.length === 0)
    return withProduct(terminal, (runtime) => list(runtime, terminal));
  if (verb === 'disable') return disable(rest, terminal);
  throw new BadUsage(verb === undefined ? '请写明 create、list 或 disable' : `不认识：${args.join(' ')}`);
}

async function withProduct(terminal: Terminal, work: (runtime: Runtime) => Promise<number>): Promise<number> {
  const runtime = await openProduct(terminal.env);
  try {
    return await work(runtime);
  } finally {
    await runtime.close();
  }
}

function valuesOf(args: readonly string[], names: readonly string[]) {
  try {
    const options = Object.fromEntries(names.map((name) => [name, { type: 'string' as const }]));
    return parseArgs({ args: [...args], allowPositionals: true, options });
  } catch (error) {
    throw new BadUsage(`参数无法识别 ${error instanceof Error ? error.message : ''}`.trim());
  }
}

function readCreate(args: readonly string[]): CreateOptions {
  const { values, positionals } = valuesOf(args, Object.keys(createOptions.shape));
  if (positionals.length > 0) throw new BadUsage(`不认识：${positionals.join(' ')}`);
  const parsed = createOptions.safeParse(values);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  const option = `--${String(issue?.path[0] ?? '')}`;
  const own = issue?.message ?? '';
  throw new BadUsage(
    own.startsWith(option) ? own : `${option} ${issue?.code === 'invalid_type' ? '必填' : '不对'}`,
  );
}

/** A banker's scope is his bank, a clerk's his enterprise: the organisation that was named. */
function scopeOf(options: CreateOptions): AccountScope {
  const [level, code = ''] = options.scope.split(':');
  const region = { level: LEVELS.find((each) => each === level) ?? 'county', code };
  if (options.role.startsWith('bank_')) return { ...region, bank_id: options.organisation };
  if (options.role === 'enterprise_clerk') return { ...region, enterprise_id: options.organisation };
  return region;
}

async function create(options: CreateOptions, terminal: Terminal): Promise<number> {
  const [idNo, password] = await readSecrets(terminal, ['身份号码：', '密码：']);
  if (idNo === undefined || password === undefined) {
    throw new BadUsage('标准输入应有两行：身份号码、密码');
  }
  const { username, name, role } = options;
  const input: NewAccountInput = {
    ...{ username, name, role, password, scope: scopeOf(options) },
    ...{ id_no: idNo, organisation_id: BigInt(options.organisation) },
  };
  return withProduct(terminal, async (runtime) => {
    const account = await inTransaction(runtime.database.app, async (tx) =>
      createAccount(tx, await systemContext(runtime, tx), input),
    );
    terminal.out(`账户 ${account.id} ${account.username}（人员 ${account.person_id}）\n`);
    return EXIT.done;
  });
}

async function list(runtime: Runtime, terminal: Terminal): Promise<number> {
  let after: bigint | undefined;
  do {
    const page = await inTransaction(runtime.database.app, async (tx) =>
      listAccounts(tx, await systemContext(runtime, tx), { limit: 200, after }),
    );
    for (const item of page.items as Record<string, unknown>[]) {
      const columns = ['id', 'username', 'role', 'state', 'person_name', 'organisation_name'];
      terminal.out(`${columns.map((column) => String(item[column])).join('\t')}\n`);
    }
    after = page.next ?? undefined;
  } while (after !== undefined);
  return EXIT.done;
}

async function disable(args: readonly string[], terminal: Terminal): Promise<number> {
  const { values, positionals } = valuesOf(args, ['reason']);
  const id = parseId<'account'>(positionals[0] ?? '');
  const { reason } = values;
  if (id === null || positionals.length !== 1 || typeof reason !== 'string' || reason.trim() === '') {
    throw new BadUsage('disable 需要账户编号和 --reason');
  }
  return withProduct(terminal, async (runtime) => {
    await inTransaction(runtime.database.app, async (tx) =>
      disableAccount(tx, await systemContext(runtime, tx), { id, reason: reason.trim() }),
    );
    terminal.out(`账户 ${id} 已停用\n`);
    return EXIT.done;
  });
}
