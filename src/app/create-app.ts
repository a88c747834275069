import express, { Router, type Express, type RequestHandler } from 'express';
import helmet from 'helmet';
import { authenticate, requireFreshSession } from '../domains/identity/index.ts';
import { mountEndpoints } from '../platform/http/endpoint.ts';
import { assignRequestId } from '../platform/http/request-context.ts';
import { refuseDeepBody } from '../platform/http/refuse-deep-body.ts';
import { paperSettings } from '../platform/paper-settings.ts';
import { answerNotFound, answerProblem, answerProblemPage } from './answer-problem.ts';
import type { AppServices } from './app-services.ts';
import { consolePages } from './console-pages.ts';
import { docsPage } from './docs-page.ts';
import { endpointsFor } from './endpoints.ts';
import { createMeasures } from './measure.ts';
import { limitByAddress, limitLogins } from './rate-limits.ts';
import { answerAlive, answerReady } from './readiness.ts';
import { refuseOtherMethods } from './refuse-method.ts';
import { refuseCrossSite, requireKnownType } from './request-guards.ts';
import { logRequest, watchRequests } from './request-log.ts';
import { answerPlainStyle } from './plain-page.ts';
import { publicityPages } from './publicity-pages.ts';
import { answerVerification } from './verification-page.ts';

const JSON_LIMIT = '256kb';
const CALCULATIONS_A_MINUTE = 1200;
const VERIFICATIONS_A_MINUTE = 60;

/** Everything a page of ours needs comes from us; nobody may frame us. */
const secureHeaders = (tls: boolean): RequestHandler =>
  helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'self'"],
        imgSrc: ["'self'", 'data:'],
        objectSrc: ["'none'"],
        baseUri: ["'none'"],
        formAction: ["'self'"],
        frameAncestors: ["'none'"],
      },
    },
    strictTransportSecurity: tls,
  });

function api(services: AppServices, endpoints: ReturnType<typeof endpointsFor>): Router {
  const router = Router({ caseSensitive: true, strict: true });
  router.use((_request, response, next) => {
    response.setHeader('cache-control', 'no-store');
    next();
  });
  router.use(
    refuseCrossSite(services.config.publicUrl),
    requireKnownType,
    express.json({ limit: JSON_LIMIT }),
    refuseDeepBody,
  );
  router.post('/sessions', limitLogins());
  router.use('/calculators', limitByAddress(CALCULATIONS_A_MINUTE));
  const { database, cipher, storage } = services;
  const shared = { database, cipher, storage, ...paperSettings(services.config) };
  const secureCookies = services.config.publicUrl.startsWith('https:');
  mountEndpoints(router, endpoints, { ...shared, authenticate, requireFreshSession, secureCookies });
  refuseOtherMethods(router, endpoints);
  return router;
}

/** The HTTP side of the product as one express application. */
export function createApp(services: AppServices): Express {
  const { config, log } = services;
  const endpoints = endpointsFor(config);
  const measures = createMeasures(services);
  const app = express();
  app.set('trust proxy', config.trustProxy);
  app.set('etag', false);
  app.disable('x-powered-by');
  app.use(assignRequestId);
  app.use(
    watchRequests((facts) => {
      measures.observe(facts);
      logRequest(log, facts);
    }),
  );
  app.use(secureHeaders(config.publicUrl.startsWith('https:')));
  app.get('/healthz', answerAlive);
  app.get('/readyz', answerReady(services));
  app.get('/metrics', measures.serve);
  app.use('/docs', docsPage(endpoints));
  app.get('/v/page.css', answerPlainStyle);
  app.get('/v/:code', limitByAddress(VERIFICATIONS_A_MINUTE), answerVerification(services));
  app.use('/gs', publicityPages(services));
  app.use(['/v', '/gs'], answerProblemPage(log));
  app.use('/api/v1', api(services, endpoints));
  app.use(consolePages(endpoints));
  app.use(answerNotFound);
  app.use(answerProblem(log));
  return app;
}
