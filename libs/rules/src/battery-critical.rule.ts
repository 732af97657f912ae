import { batteryRule } from './battery-rule.js';

/** About to be empty: soon there will be nothing to be heard. */
export const batteryCritical = batteryRule('battery.critical');
