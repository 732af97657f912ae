import { batteryRule } from './battery-rule.js';

/** Low, while there is time to charge it; also at once when the wristband says so itself. */
export const batteryLow = batteryRule('battery.low');
