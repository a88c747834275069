import { startServer } from '../src/app/main.ts';
import { readConfig } from '../src/platform/config.ts';
import { openRuntime } from '../src/platform/runtime.ts';

/** The product's API as a process of a benchmark: says where it listens, ends with its parent. */
const config = readConfig({ ...process.env, PORT: '0', HOST: '127.0.0.1', LOG_LEVEL: 'error' });
const server = await startServer(await openRuntime(config, 'bench-api'));
process.send?.(server.url);
process.once('disconnect', () => process.exit(0));
