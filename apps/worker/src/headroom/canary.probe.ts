import type { CanaryStore } from '#libs/store';
import { probe, type Probe } from './probe.js';

/** Whether alerts come: how long a zone that the canary has broken has been without one. */
export const canaryProbe = (canary: Pick<CanaryStore, 'waiting'>): Probe =>
  probe('alerts.halted', async ({ now }) => {
    const value = await canary.waiting(now);
    return value === undefined ? { value: null, detail: 'there is no canary' } : { value };
  });
