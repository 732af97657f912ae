import type { Instant } from '#libs/kernel';
import { later } from './episode.js';
import { holdsAt, type DeviceOrder, type World } from './world.js';

/** The order that covers a time: in force, and approved by then. */
export const orderInForce = ({ orders }: World, at: Instant): DeviceOrder | undefined =>
  orders.find((one) => holdsAt(one, at) && one.approvedAt <= at);

/** Where orders follow each other without a gap, the first one's beginning counts. */
export function coveredFrom(orders: readonly DeviceOrder[], order: DeviceOrder): Instant {
  const from = later(order.from, order.approvedAt);
  const previous = orders.find((one) => one !== order && one.from < order.from && one.to >= from);
  return previous === undefined ? from : coveredFrom(orders, previous);
}

/** The last of the approved orders that follow an order without a gap; itself when it is not renewed. */
export function lastOfRun(orders: readonly DeviceOrder[], order: DeviceOrder): DeviceOrder {
  const next = orders
    .filter((one) => one.to > order.to && one.from <= order.to)
    .reduce<DeviceOrder | undefined>((best, one) => (best === undefined || one.to > best.to ? one : best), undefined);
  return next === undefined ? order : lastOfRun(orders, next);
}
