import { readConfig } from '../src/platform/config.ts';
import { openRuntime } from '../src/platform/runtime.ts';
import { startWorkers } from '../workers/main.ts';

/** One worker process of a benchmark: says when it is ready, and at the end how much memory it ever held. */
const runtime = await openRuntime(readConfig(process.env), 'bench-worker');
const workers = await startWorkers(runtime, { schedules: process.argv[2] === 'schedules' });
process.send?.('ready');
process.once('message', () => {
  void (async () => {
    await workers.stop();
    await runtime.close();
    process.send?.(process.resourceUsage().maxRSS / 1024);
    process.disconnect();
  })();
});
