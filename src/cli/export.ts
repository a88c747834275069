import { once } from 'node:events';
import { exportLines } from '../domains/subsidy/index.ts';
import { inTransaction } from '../platform/db.ts';
import { openProduct } from './open-product.ts';
import { EXIT, wantsHelp, type Terminal } from './terminal.ts';

const HELP = `用法：sifang export subsidy-lines > lines.ndjson

每行一个 JSON：input 是试算器 subsidy 的输入，stored 是已存的金额；可用 sifang calc subsidy 逐分复算。
One JSON object a line: the stored amounts beside the calculator's input.
`;

export async function run(args: readonly string[], terminal: Terminal): Promise<number> {
  if (wantsHelp(args)) {
    terminal.out(HELP);
    return EXIT.done;
  }
  if (args.length !== 1 || args[0] !== 'subsidy-lines') {
    terminal.err(`请写明要导出什么 say what to export\n\n${HELP}`);
    return EXIT.usage;
  }
  const runtime = await openProduct(terminal.env);
  try {
    await inTransaction(runtime.database.worker, async (tx) => {
      for await (const line of exportLines(tx)) {
        if (!terminal.stdout.write(`${JSON.stringify(line)}\n`)) await once(terminal.stdout, 'drain');
      }
    });
    return EXIT.done;
  } finally {
    await runtime.close();
  }
}
