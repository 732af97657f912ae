import { minutes, seconds, type Millis } from '#libs/kernel';

/** Fewer than this are typing errors. */
const FREE_ATTEMPTS = 4;
const FIRST_DELAY = seconds(10);
const LONGEST_DELAY = minutes(15);

/** How long nobody may try again for this account from this address, after so many failures in a row. */
export function signInDelay(failures: number): Millis {
  if (failures <= FREE_ATTEMPTS) return seconds(0);
  return Math.min(FIRST_DELAY * 2 ** (failures - FREE_ATTEMPTS - 1), LONGEST_DELAY) as Millis;
}
