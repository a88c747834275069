import { readConfig } from '../src/platform/config.ts';
import { openRuntime } from '../src/platform/runtime.ts';
import { giveWay } from '../workers/give-way.ts';
import { startWorkers } from '../workers/main.ts';

/**
 * One worker process of a benchmark: says when it is ready, and at the end what it did, how much memory it
 * ever held and how long it computed.
 */
giveWay();
const runtime = await openRuntime(readConfig(process.env), 'bench-worker');
const jobs: Record<string, number> = {};
const workers = await startWorkers(runtime, {
  schedules: process.argv[2] === 'schedules',
  observe: ({ job, outcome }) => {
    const key = `${job} ${outcome}`;
    jobs[key] = (jobs[key] ?? 0) + 1;
  },
});
const before = process.resourceUsage();
process.send?.('ready');
process.once('message', () => {
  void (async () => {
    const after = process.resourceUsage();
    await workers.stop();
    await runtime.close();
    const micros = after.userCPUTime - before.userCPUTime + (after.systemCPUTime - before.systemCPUTime);
    process.send?.({
      startRssMb: before.maxRSS / 1024,
      peakRssMb: after.maxRSS / 1024,
      cpuSeconds: micros / 1e6,
      jobs,
    });
    process.disconnect();
  })();
});
