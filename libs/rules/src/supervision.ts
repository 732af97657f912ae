import type { Instant } from '#libs/kernel';
import { anyRules, type FoldedKind } from './catalogue.js';
import type { End, Episode } from './episode.js';
import type { Rule } from './rule.js';
import { holdsAt, type Validity, type World } from './world.js';

/**
 * When supervision that held at a time was over: the order's end (art. 29), or the wristband taken off, whichever was
 * first. Any wristband does where none is named. Undefined while no end is known.
 */
export function supervisionEnd(world: World, at: Instant, deviceId: string | null): End | undefined {
  const ordered = endOfRun(world.orders, at);
  const worn =
    deviceId === null
      ? endOfRun(world.bindings, at)
      : world.bindings.find((one) => one.deviceId === deviceId && holdsAt(one, at))?.to;
  if (ordered != null && (worn == null || ordered <= worn)) return { at: ordered, reason: 'order-ended' };
  return worn == null ? undefined : { at: worn, reason: 'binding-ended' };
}

/** The end of what holds at a time, over all that follow without a gap. Null: open. Undefined: nothing held. */
function endOfRun(those: readonly Validity[], at: Instant): Instant | null | undefined {
  const holding = those.find((one) => holdsAt(one, at));
  if (holding === undefined || holding.to === null) return holding?.to;
  const next = endOfRun(those, holding.to);
  return next === undefined ? holding.to : next;
}

/**
 * The end of supervision between the last record and the next: what a rule remembers from before it is of no worth.
 * `over` is when the supervision that held at the last record was over.
 */
export function cutOff(
  rule: Rule<FoldedKind, unknown>,
  state: unknown,
  next: Instant,
  world: World,
  over: End | undefined,
): End | undefined {
  if (state === null) return undefined;
  if (rule.about === 'supervisee') return until(next, over);
  const open = rule.open(state);
  return open && until(next, supervisionEnd(world, open.lastAt, open.deviceId));
}

/** An episode as it stands at a time: it ends with supervision, whether or not anything was heard since. */
export function standing(episode: Episode, world: World, now: Instant): Episode {
  const ended = episode.ended ?? endBySupervision(episode, world, now) ?? null;
  return ended === episode.ended ? episode : { ...episode, ended };
}

/** Of an alert that goes on by what is on file. */
export function endBySupervision(
  { kind, lastAt, deviceId }: Pick<Episode, 'kind' | 'lastAt' | 'deviceId'>,
  world: World,
  now: Instant,
): End | undefined {
  const ofDevice = anyRules.every((rule) => rule.kind !== kind || rule.about === 'device');
  return until(now, supervisionEnd(world, lastAt, ofDevice ? deviceId : null));
}

const until = (time: Instant, end: End | undefined): End | undefined =>
  end !== undefined && end.at <= time ? end : undefined;
