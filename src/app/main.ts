import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { AppServices } from './app-services.ts';
import { createApp } from './create-app.ts';

const HEADERS_TIMEOUT_MS = 15_000;
/** Long enough for 20 MB over a county's line, short enough for one who sends a byte a second. */
const REQUEST_TIMEOUT_MS = 120_000;
const KEEP_ALIVE_MS = 10_000;
const DRAIN_MS = 10_000;

export interface RunningServer {
  readonly url: string;
  /** Takes no new requests, finishes those begun, and cuts what is left after ten seconds. */
  close(): Promise<void>;
}

/** Listens at the configured address. */
export async function startServer(services: AppServices): Promise<RunningServer> {
  const { host, port } = services.config;
  const server = createServer({ keepAliveTimeout: KEEP_ALIVE_MS }, createApp(services));
  server.headersTimeout = HEADERS_TIMEOUT_MS;
  server.requestTimeout = REQUEST_TIMEOUT_MS;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(port, host, resolve);
  });
  const bound = server.address() as AddressInfo;
  services.log.info({ host, port: bound.port }, 'listening');
  const name = bound.family === 'IPv6' ? `[${bound.address}]` : bound.address;
  return { url: `http://${name}:${bound.port}`, close: () => drain(server) };
}

function drain(server: Server): Promise<void> {
  return new Promise((resolve) => {
    const cut = setTimeout(() => server.closeAllConnections(), DRAIN_MS);
    server.close(() => {
      clearTimeout(cut);
      resolve();
    });
    server.closeIdleConnections();
  });
}
