import { eventRule } from './event-rule.js';
import { policyOf } from './policy.js';

/** Somebody pressed the button. Pressed again soon it is the same call for help; only an officer's word closes it. */
export const sos = eventRule({
  kind: 'sos',
  version: 1,
  says: (seen) => seen.kind === 'sos',
  quietSeconds: (world, at) => policyOf(world, 'sos', at).policy.quietSeconds,
});
