import { demandProgram, type SystemPackage } from './programs.js';
import type { Tell } from './services.js';

const chromium: SystemPackage = {
  programs: ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'],
  names: { apt: 'chromium', apk: 'chromium', dnf: 'chromium', yum: 'chromium', brew: 'chromium' },
  refusal:
    'Chromium is missing and could not be installed: install it (Debian: apt-get install chromium), or set CHROMIUM to its path.',
};

/** The browser for the console's tests: named by CHROMIUM, from the PATH, or installed. */
export async function findChromium(tell: Tell): Promise<string> {
  return process.env['CHROMIUM'] ?? demandProgram(chromium, tell);
}
