import type { Officer } from '#libs/identity';
import { covers, DomainError, type DivisionCode, type Instant } from '#libs/kernel';

/** Who does something, and when. */
export interface By {
  readonly officer: Officer;
  readonly at: Instant;
}

/** What an officer registers or draws must lie in his jurisdiction. */
export function insistOnJurisdiction({ officer }: By, division: DivisionCode): void {
  if (covers(officer.division, division)) return;
  throw new DomainError('officer.outside-jurisdiction', `Your jurisdiction is ${officer.division}`, { division });
}

/** One wrong place in the request. */
export const invalidAt = (pointer: string, detail: string): DomainError =>
  new DomainError('request.invalid', detail, {}, undefined, [{ pointer, detail }]);

/** For what does not exist, or lies outside the jurisdiction: the two are not told apart. */
export function found<T>(thing: T | undefined, code: ConstructorParameters<typeof DomainError>[0]): T {
  if (thing === undefined) throw new DomainError(code, 'There is nothing of this identifier');
  return thing;
}
