import { minutes, type Millis } from '#libs/kernel';

/** How soon somebody has to take an alert on, from when it reached a level; past it, it goes to the next one. */
export const responseTime: Readonly<Record<'critical' | 'serious' | 'warning' | 'information', Millis>> = {
  critical: minutes(5),
  serious: minutes(15),
  warning: minutes(60),
  information: minutes(480),
};
