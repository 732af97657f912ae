import type { Problem } from '#libs/protocol';

/** What somebody else did first, as a 409 tells it. */
export interface Obstacle {
  readonly who: string;
  readonly at: string;
  readonly act: 'claim' | 'resolve';
}

export function obstacleIn(problem: Problem | undefined): Obstacle | undefined {
  const fact = (name: string): string => String(problem?.facts?.[name] ?? '');
  if (problem?.code === 'alert.claimed-by-other') return known(fact('owner'), fact('claimedAt'), 'claim');
  if (problem?.code === 'alert.already-resolved') return known(fact('resolvedBy'), fact('resolvedAt'), 'resolve');
  return undefined;
}

const known = (who: string, at: string, act: Obstacle['act']): Obstacle | undefined =>
  who !== '' && !Number.isNaN(Date.parse(at)) ? { who, at, act } : undefined;
