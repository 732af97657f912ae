import { eventRule } from './event-rule.js';
import { policyOf } from './policy.js';

/**
 * At once, and never dropped for being short: a case that was open must be inspected. Wristbands have no word for a case
 * that was closed, so it is over when it was not said again for some time.
 */
export const caseOpen = eventRule({
  kind: 'case.open',
  version: 1,
  says: (seen) => seen.kind === 'case_open',
  quietSeconds: (world, at) => policyOf(world, 'case.open', at).policy.quietSeconds,
});
