import { useEffect, useState, type ReactElement, type ReactNode } from 'react';
import { isStale, lineStatus } from '../api/line-status.js';
import { useLiveState } from '../api/use-line.js';
import { Announcer } from '../sound/announcer.js';
import { useText } from '../texts/use-text.js';
import { Banners } from './banners.js';
import { serverAhead, useNow } from './clock.js';
import { Help } from './help.js';
import { useShortcuts } from './shortcuts.js';
import { TopBar } from './top-bar.js';
import { useWatch } from './watch.js';

/** The frame around every page: the bar, what is wrong, and the page. */
export function Shell({ children }: { readonly children: ReactNode }): ReactElement {
  const say = useText();
  const [helping, setHelping] = useState(false);
  useShortcuts({ '?': () => setHelping((shown) => !shown), '/': () => document.getElementById('search')?.focus() });
  useEffect(() => {
    if (!helping) return;
    const close = (event: KeyboardEvent): void => void (event.key === 'Escape' && setHelping(false));
    window.addEventListener('keydown', close);
    return () => window.removeEventListener('keydown', close);
  }, [helping]);
  return (
    <div className="shell">
      <a className="skip" href="#content">
        {say('shell.skip')}
      </a>
      <TopBar help={() => setHelping(true)} />
      <Banners />
      <Content>{children}</Content>
      {helping && <Help close={() => setHelping(false)} />}
      <Announcer />
    </div>
  );
}

/** Shaded while what it shows may no longer be so. */
function Content({ children }: { readonly children: ReactNode }): ReactElement {
  const { line } = useWatch();
  const stale = isStale(lineStatus(useLiveState(line), useNow() - serverAhead.get()));
  return (
    <div id="content" className="content" tabIndex={-1} data-stale={line !== undefined && stale}>
      {children}
    </div>
  );
}
