import { startEmbedded } from '../../src/platform/embedded.ts';

/** Starts or joins the cluster given as argument, prints its URL and lives until it is killed. */
const server = await startEmbedded({ dataDir: process.argv[2] ?? '', durable: false });
process.stdout.write(`${server.ownerUrl}\n`);
setInterval(() => undefined, 60_000);
