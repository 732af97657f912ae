import { IoAdapter } from '@nestjs/platform-socket.io';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { ProblemFilter } from '#libs/platform';
import type { ApiConfig } from './api-config.js';
import { serveDocuments } from './documentation/serve-documents.js';
import { methodsOf } from './http/methods.js';
import { contentSecurityPolicy } from './pages/content-security-policy.js';
import { servePages } from './pages/serve-pages.js';

/** A zone with every corner of a county's border is about 1 MB. */
const BODY_LIMIT = '2mb';

/** How Nest is to be made for us: bodies are JSON only, and two routes for one address are a mistake. */
export const nestOptions = {
  bodyParser: false,
  // Consoles hold their connections open; a stop does not wait for them.
  forceCloseConnections: true,
  routeConflictPolicy: { duplicate: 'error', shadow: 'error' },
} as const;

/** What the api wants of its web server, in the order in which a request meets it. */
export async function configureWebServer(
  app: NestExpressApplication,
  config: ApiConfig,
  version: string,
): Promise<void> {
  app.useSecurityHeaders({
    contentSecurityPolicy: contentSecurityPolicy(config),
    // Only meant, and only heeded, where there is TLS in front of us.
    strictTransportSecurity: config.COOKIE_SECURE,
  });
  app.enableCsrfProtection({ exclude: (request: { path: string }) => request.path.startsWith('/hooks/') });
  app.set('query parser', 'simple');
  app.set('trust proxy', config.TRUSTED_PROXIES === '' ? false : config.TRUSTED_PROXIES);
  app.useBodyParser('json', { limit: BODY_LIMIT });
  app.useGlobalFilters(new ProblemFilter(methodsOf));
  app.useWebSocketAdapter(new IoAdapter(app));
  serveDocuments(app, version);
  await servePages(app, config, version);
}
