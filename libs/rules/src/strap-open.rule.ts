import { eventRule } from './event-rule.js';

/** At once, however short: a strap that was open must be inspected. */
export const strapOpen = eventRule({
  kind: 'strap.open',
  version: 2,
  says: (seen) => seen.kind === 'strap_open',
  ends: (seen) => (seen.kind === 'strap_closed' ? 'closed' : undefined),
});
