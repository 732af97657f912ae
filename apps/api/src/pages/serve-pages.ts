import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { NestExpressApplication } from '@nestjs/platform-express';
import type { ApiConfig } from '../api-config.js';

interface Request {
  readonly method: string;
  readonly path: string;
  readonly headers: { readonly accept?: string };
}
interface Answer {
  setHeader(name: string, value: string): void;
  end(body: string): void;
}

/** Addresses that are not pages: an unknown one under them is a problem document, not the console. */
const NOT_PAGES = /^\/(api|hooks|health|metrics|socket\.io|assets)(\/|$)|\.[a-z0-9]+$/i;

/** What the console has to know before it can ask: where map tiles come from, and which release answers. */
export const consoleSettings = ({ TILE_URL, TILE_CRS, TILE_ATTRIBUTION, DEMO }: ApiConfig, version: string) => ({
  tileUrl: TILE_URL ?? null,
  tileCrs: TILE_CRS,
  tileAttribution: TILE_ATTRIBUTION ?? null,
  version,
  demo: DEMO,
});

/** The built console, from CONSOLE_DIR: hashed assets are kept by browsers for ever, the page itself never. */
export async function servePages(app: NestExpressApplication, config: ApiConfig, version: string): Promise<void> {
  const settings = JSON.stringify(consoleSettings(config, version));
  app.use('/config.json', (_: Request, answer: Answer) => {
    answer.setHeader('content-type', 'application/json; charset=utf-8');
    answer.setHeader('cache-control', 'no-store');
    answer.end(settings);
  });
  if (config.CONSOLE_DIR === undefined) return;
  const folder = resolve(config.CONSOLE_DIR);
  const page = await readFile(join(folder, 'index.html'), 'utf8');
  app.useStaticAssets(folder, { index: false, redirect: false, setHeaders: keep });
  app.use((request: Request, answer: Answer, next: () => void) => {
    if (!isPage(request)) return next();
    answer.setHeader('content-type', 'text/html; charset=utf-8');
    answer.setHeader('cache-control', 'no-cache');
    answer.end(page);
  });
}

/** Every other address is one of the console's own, so that a reload or a link lands where it should. */
function isPage({ method, path, headers }: Request): boolean {
  if (method !== 'GET' && method !== 'HEAD') return false;
  // Whoever only looks whether the console is there, with curl or a probe, asks for no type.
  return path === '/' || (!NOT_PAGES.test(path) && (headers.accept ?? '').includes('text/html'));
}

/** Vite names what is in assets/ for its content. */
function keep(answer: Answer, path: string): void {
  const isHashed = /[/\\]assets[/\\]/.test(path);
  answer.setHeader('cache-control', isHashed ? 'public, max-age=31536000, immutable' : 'no-cache');
}
