import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { inTransaction } from '../platform/db.ts';
import { readConfig, type Config } from '../platform/config.ts';
import { isEmbeddedBusy } from '../platform/embedded.ts';
import { openRuntime, usesEmbedded, type Runtime } from '../platform/runtime.ts';
import { DEMO_PASSWORD, PLAYERS } from './demo/cast.ts';
import { perform } from './demo/perform.ts';
import { ROLE_NAMES } from './demo/role-names.ts';
import { EXIT, wantsHelp, type Terminal } from './terminal.ts';

const HELP = `用法：sifang demo

在空库上演示完整业务：台账导入、结息、申报、公示、审批、拨付、四方协议，结果在 .sifang/demo/。
Plays the whole story on an empty database with real API calls and real workers; keeps papers and files
in .sifang/demo/. Over the embedded database it starts from an empty one each time.
`;

export async function run(args: readonly string[], terminal: Terminal): Promise<number> {
  if (wantsHelp(args)) {
    terminal.out(HELP);
    return EXIT.done;
  }
  if (args.length > 0) {
    terminal.err(`不认识的参数 unknown argument\n\n${HELP}`);
    return EXIT.usage;
  }
  const config = readConfig({ LOG_LEVEL: 'warn', ...terminal.env, PORT: '0', HOST: '127.0.0.1' });
  if (config.mode === 'production') {
    terminal.err('演示不能在生产环境运行 the demonstration does not run in production\n');
    return EXIT.failed;
  }
  const started = performance.now();
  if (usesEmbedded(config) && (await isEmbeddedBusy(join(config.home, 'postgres')))) {
    terminal.err('服务正在使用这里的数据库，请先停止再演示 stop the running service first\n');
    return EXIT.failed;
  }
  const out = await emptied(config);
  const runtime = await openRuntime(config, 'demo');
  try {
    if (await hasLoans(runtime)) {
      terminal.err('数据库里已有贷款，演示只在空库上运行 the database already holds loans\n');
      return EXIT.failed;
    }
    const summary = await perform(runtime, out, (line) => terminal.out(`${line}\n`));
    await writeLogins(out);
    const seconds = Math.round((performance.now() - started) / 100) / 10;
    await writeFile(join(out, 'summary.json'), `${JSON.stringify({ ...summary, seconds }, null, 2)}\n`);
    terminal.out(`用时 ${seconds} 秒；材料在 ${out}；npm start 可登录查看。\n`);
    return summary.agree && summary.verified ? EXIT.done : EXIT.failed;
  } finally {
    await runtime.close();
  }
}

/** Starts from nothing; the directory for what the story leaves. */
async function emptied(config: Config): Promise<string> {
  const out = join(config.home, 'demo');
  // the embedded database, its files and the anchors of its audit chain belong together
  const parts = usesEmbedded(config) ? ['demo', 'postgres', 'files', 'anchors'] : ['demo'];
  for (const part of parts) await rm(join(config.home, part), { recursive: true, force: true });
  await mkdir(out, { recursive: true });
  return out;
}

const hasLoans = (runtime: Runtime): Promise<boolean> =>
  inTransaction(runtime.database.worker, async (tx) => (await tx('loan').first('id')) !== undefined);

/** For the person who starts the product next: who can log in. */
async function writeLogins(out: string): Promise<void> {
  const lines = PLAYERS.map(
    (player) => `${player.username.padEnd(20)}${player.name}  ${ROLE_NAMES[player.role]}`,
  );
  await writeFile(join(out, 'logins.txt'), `密码 password: ${DEMO_PASSWORD}\n${lines.join('\n')}\n`, {
    mode: 0o600,
  });
}
