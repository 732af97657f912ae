import type { ContentSecurityPolicyOptions } from '@nestjs/common';
import type { ApiConfig } from '../api-config.js';

/**
 * What the console's page may load: itself; MapLibre's worker, which it makes from a blob; Ant Design's inline styles;
 * map tiles from the configured server and from nowhere else.
 */
export function contentSecurityPolicy({ TILE_URL, COOKIE_SECURE }: ApiConfig): ContentSecurityPolicyOptions {
  const tiles = TILE_URL === undefined ? [] : [new URL(TILE_URL.replaceAll(/[{}]/g, '')).origin];
  return {
    directives: {
      defaultSrc: "'self'",
      scriptSrc: "'self'",
      workerSrc: ["'self'", 'blob:'],
      childSrc: ["'self'", 'blob:'],
      styleSrc: ["'self'", "'unsafe-inline'"],
      imgSrc: ["'self'", 'data:', 'blob:', ...tiles],
      fontSrc: ["'self'", 'data:'],
      connectSrc: ["'self'", ...tiles],
      mediaSrc: ["'self'", 'data:', 'blob:'],
      frameAncestors: "'none'",
      objectSrc: "'none'",
      baseUri: "'self'",
      formAction: "'self'",
      upgradeInsecureRequests: COOKIE_SECURE ? true : null,
    },
  };
}
