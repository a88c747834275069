import type { RequestHandler } from 'express';
import { BlockList } from 'node:net';
import { collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import { countOpenEvents } from '../platform/outbox.ts';
import { inTransaction } from '../platform/db.ts';
import type { AppServices } from './app-services.ts';
import type { FinishedRequest } from './request-log.ts';

export interface Measures {
  readonly observe: (facts: FinishedRequest) => void;
  /** The text that Prometheus reads. */
  readonly serve: RequestHandler;
}

const NEAR = new BlockList();
NEAR.addSubnet('127.0.0.0', 8);
NEAR.addSubnet('10.0.0.0', 8);
NEAR.addSubnet('172.16.0.0', 12);
NEAR.addSubnet('192.168.0.0', 16);
NEAR.addAddress('::1', 'ipv6');
NEAR.addSubnet('fc00::', 7, 'ipv6');

const isNear = (address: string): boolean =>
  NEAR.check(
    address.replace(/^::ffff:/, ''),
    address.includes(':') && !address.includes('.') ? 'ipv6' : 'ipv4',
  );

/** Counts by route, never by address; read from the installation's own network only. */
export function createMeasures(services: AppServices): Measures {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const duration = new Histogram({
    name: 'sifang_http_request_seconds',
    help: 'Time to answer, by route',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.005, 0.02, 0.05, 0.1, 0.3, 1, 3, 10],
    registers: [registry],
  });
  const outbox = new Gauge({
    name: 'sifang_outbox_open',
    help: 'Events not yet relayed',
    registers: [registry],
  });
  const jobs = new Gauge({
    name: 'sifang_queue_jobs',
    help: 'Jobs by queue and state',
    labelNames: ['queue', 'state'],
    registers: [registry],
  });
  const refresh = async (): Promise<void> => {
    outbox.set(await inTransaction(services.database.app, countOpenEvents));
    for (const [queue, states] of Object.entries((await services.producer?.counts()) ?? {})) {
      for (const [state, count] of Object.entries(states)) jobs.set({ queue, state }, Number(count));
    }
  };
  return {
    observe: ({ method, route, status, seconds }) =>
      duration.observe({ method, route, status: String(status) }, seconds),
    serve: async (request, response, next) => {
      if (!isNear(request.ip ?? '')) return next();
      await refresh();
      response.type(registry.contentType).send(await registry.metrics());
    },
  };
}
