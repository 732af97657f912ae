/** What a run has come to so far, over all its wristbands. */
export class Tally {
  records = 0;
  messages = 0;
  duplicates = 0;
  failures = 0;
  commands = 0;
  connections = 0;
  /** Why the broker last refused somebody. */
  refusal: string | undefined;
}
