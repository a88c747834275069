import { giveWay } from '../../workers/give-way.ts';
import { startWorkers } from '../../workers/main.ts';
import { openProduct } from './open-product.ts';
import { EXIT, wantsHelp, type Terminal } from './terminal.ts';
import { untilStopped } from './until-stopped.ts';

const HELP = `用法：sifang worker

启动一个后台任务进程：结息、导入、打印、代发文件。可在多台主机上同时运行多个。
Runs one worker process; start as many as there are cores, on any host.
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
  giveWay();
  const runtime = await openProduct(terminal.env);
  try {
    const workers = await startWorkers(runtime);
    terminal.out('后台任务已启动 workers are running\n');
    await untilStopped();
    await workers.stop();
    return EXIT.done;
  } finally {
    await runtime.close();
  }
}
