export { overviewEndpoints } from './overview.routes.ts';
