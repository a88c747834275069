import { Router } from 'express';
import { createRequire } from 'node:module';
import path from 'node:path';
import type { Endpoint } from '../platform/http/endpoint.ts';
import { openApiDocument } from '../platform/http/openapi.ts';
import { PRODUCT_VERSION } from './product-version.ts';

const ASSETS = ['swagger-ui.css', 'swagger-ui-bundle.js', 'favicon-32x32.png'];

const PAGE = `<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<title>四方 · 接口说明</title>
<link rel="icon" type="image/png" href="/docs/favicon-32x32.png">
<link rel="stylesheet" href="/docs/swagger-ui.css">
</head>
<body>
<div id="swagger-ui"></div>
<script src="/docs/swagger-ui-bundle.js"></script>
<script src="/docs/start.js"></script>
</body>
</html>
`;

const START = `SwaggerUIBundle({
  url: '/docs/openapi.json',
  dom_id: '#swagger-ui',
  deepLinking: true,
  validatorUrl: null,
  defaultModelsExpandDepth: -1,
});
`;

/** The interface's description and a page to read it, from local files only and without inline script. */
export function docsPage(endpoints: readonly Endpoint[]): Router {
  const folder = path.dirname(createRequire(import.meta.url).resolve('swagger-ui-dist/package.json'));
  const description = openApiDocument(endpoints, PRODUCT_VERSION);
  const router = Router();
  router.get('/', (_request, response) => void response.type('html').send(PAGE));
  router.get('/start.js', (_request, response) => void response.type('text/javascript').send(START));
  router.get('/openapi.json', (_request, response) => void response.json(description));
  for (const asset of ASSETS) {
    router.get(`/${asset}`, (_request, response) => {
      response.sendFile(path.join(folder, asset), { maxAge: '1d' });
    });
  }
  return router;
}
