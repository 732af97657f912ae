import { hours, instant, type Instant } from '#libs/kernel';

/** Community Correction Law art. 29 (2): at most three months; going on needs a new order. */
const MONTHS = 3;
const SHANGHAI = hours(8);

/**
 * The latest end of a device order that begins at `from`: the same day and time three calendar months later in
 * Asia/Shanghai; the last of the month where that has no such day (30 November → 28 February).
 */
export function latestOrderEnd(from: Instant): Instant {
  const local = new Date(from + SHANGHAI);
  const month = local.getUTCMonth() + MONTHS;
  const lastDay = new Date(Date.UTC(local.getUTCFullYear(), month + 1, 0)).getUTCDate();
  const end = new Date(local);
  end.setUTCDate(1);
  end.setUTCMonth(month, Math.min(local.getUTCDate(), lastDay));
  return instant(end.getTime() - SHANGHAI);
}
