import { startServer } from '../app/main.ts';
import { startWorkers, type Workers } from '../../workers/main.ts';
import type { Runtime } from '../platform/runtime.ts';
import { listLogins } from './list-logins.ts';
import { openProduct } from './open-product.ts';
import { EXIT, wantsHelp, type Terminal } from './terminal.ts';
import { untilStopped } from './until-stopped.ts';

const HELP = `用法：sifang serve [--workers | --no-workers]

启动 HTTP 服务。没有设置数据库时使用内置数据库，并在同一进程内运行后台任务。
Serves the API at HOST:PORT. Over the embedded database the workers run in this process as well.

  --workers      在本进程内运行后台任务  run the workers here
  --no-workers   不在本进程内运行  leave them to \`sifang worker\`
`;

export async function run(args: readonly string[], terminal: Terminal): Promise<number> {
  if (wantsHelp(args)) {
    terminal.out(HELP);
    return EXIT.done;
  }
  const [choice, ...more] = args;
  if (more.length > 0 || (choice !== undefined && choice !== '--workers' && choice !== '--no-workers')) {
    terminal.err(`不认识的参数 unknown argument\n\n${HELP}`);
    return EXIT.usage;
  }
  const runtime = await openProduct(terminal.env);
  try {
    const inProcess = choice === undefined ? runtime.embedded : choice === '--workers';
    await serve(runtime, inProcess, terminal);
    return EXIT.done;
  } finally {
    await runtime.close();
  }
}

async function serve(runtime: Runtime, inProcess: boolean, terminal: Terminal): Promise<void> {
  const server = await startServer(runtime);
  let workers: Workers | null = null;
  try {
    workers = inProcess ? await startWorkers(runtime) : null;
    terminal.out(`四方 Sifang ${server.url}   接口说明 docs ${server.url}/docs\n`);
    terminal.out(workers ? '后台任务在本进程内运行 workers run in this process\n' : '');
    if (runtime.embedded) terminal.out(await listLogins(runtime));
    await untilStopped();
  } finally {
    await server.close();
    await workers?.stop();
  }
}
