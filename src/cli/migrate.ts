import { readConfig } from '../platform/config.ts';
import { migrationStatus } from '../platform/migrate.ts';
import { openRuntime, prepareDatabase, usesEmbedded } from '../platform/runtime.ts';
import { openProduct, seedAsOwner } from './open-product.ts';
import { EXIT, wantsHelp, type Terminal } from './terminal.ts';

const HELP = `用法：sifang migrate [--status]

升级数据库结构，写入随产品发布的区划、利率、日历和政策版本；可重复执行。
Needs DATABASE_URL (the owner of the schema); without it the embedded database is used.

  --status    只列出已执行和待执行的升级  list applied and pending migrations, change nothing
`;

export async function run(args: readonly string[], terminal: Terminal): Promise<number> {
  if (wantsHelp(args)) {
    terminal.out(HELP);
    return EXIT.done;
  }
  if (args.some((arg) => arg !== '--status')) {
    terminal.err(`不认识的参数 unknown argument\n\n${HELP}`);
    return EXIT.usage;
  }
  const config = readConfig(terminal.env);
  const embedded = usesEmbedded(config);
  if (args.includes('--status'))
    return embedded ? statusOfOwn(terminal) : status(config.databaseUrl, terminal);
  if (embedded) {
    const runtime = await openProduct(terminal.env);
    await runtime.close();
    terminal.out('内置数据库已就绪 the embedded database is up to date\n');
    return EXIT.done;
  }
  return migrate(config.databaseUrl, terminal);
}

function needsOwner(terminal: Terminal): number {
  terminal.err('请设置 DATABASE_URL（库的所有者） set DATABASE_URL\n');
  return EXIT.usage;
}

async function migrate(ownerUrl: string | null, terminal: Terminal): Promise<number> {
  if (ownerUrl === null) return needsOwner(terminal);
  const config = readConfig(terminal.env);
  const applied = await prepareDatabase(ownerUrl, config);
  await seedAsOwner(ownerUrl, config);
  for (const name of applied) terminal.out(`${name}\n`);
  terminal.out(applied.length === 0 ? '已是最新 nothing to do\n' : `已执行 applied：${applied.length}\n`);
  return EXIT.done;
}

async function statusOfOwn(terminal: Terminal): Promise<number> {
  const runtime = await openRuntime(readConfig(terminal.env));
  try {
    return await status(runtime.ownerUrl, terminal);
  } finally {
    await runtime.close();
  }
}

async function status(ownerUrl: string | null, terminal: Terminal): Promise<number> {
  if (ownerUrl === null) return needsOwner(terminal);
  const { applied, pending } = await migrationStatus(ownerUrl);
  for (const name of applied) terminal.out(`已执行 applied  ${name}\n`);
  for (const name of pending) terminal.out(`待执行 pending  ${name}\n`);
  return pending.length === 0 ? EXIT.done : EXIT.failed;
}
