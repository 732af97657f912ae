import { partitionOf, type SuperviseeId } from '#libs/kernel';
import type { Lane } from './lane.js';

/** The lanes of all supervisees, found by partition as well: what concerns a few partitions does not look at the others. */
export class LaneTable {
  readonly #lanes = new Map<SuperviseeId, Lane>();
  readonly #parts = new Map<number, Set<SuperviseeId>>();
  /** Whose alerts evidence has joined that is not written yet. */
  readonly #joining = new Set<SuperviseeId>();

  get size(): number {
    return this.#lanes.size;
  }

  get(id: SuperviseeId): Lane | undefined {
    return this.#lanes.get(id);
  }

  set(id: SuperviseeId, lane: Lane): void {
    if (!this.#lanes.has(id)) this.#partOf(id).add(id);
    this.#lanes.set(id, lane);
    if (lane.joining.size > 0) this.#joining.add(id);
    else this.#joining.delete(id);
  }

  delete(id: SuperviseeId): void {
    this.#lanes.delete(id);
    this.#joining.delete(id);
    this.#parts.get(partitionOf(id))?.delete(id);
  }

  /** Those of some partitions, as they stand. */
  of(parts: Iterable<number>): [SuperviseeId, Lane][] {
    return [...parts].flatMap((part) => this.#found(this.#parts.get(part) ?? []));
  }

  joining(): [SuperviseeId, Lane][] {
    return this.#found(this.#joining);
  }

  /** Forgets all others. */
  keep(isOurs: (part: number) => boolean): void {
    for (const [part, ids] of this.#parts) {
      if (isOurs(part)) continue;
      for (const id of ids) {
        this.#lanes.delete(id);
        this.#joining.delete(id);
      }
      this.#parts.delete(part);
    }
  }

  #found(ids: Iterable<SuperviseeId>): [SuperviseeId, Lane][] {
    const found: [SuperviseeId, Lane][] = [];
    for (const id of ids) {
      const lane = this.#lanes.get(id);
      if (lane !== undefined) found.push([id, lane]);
    }
    return found;
  }

  #partOf(id: SuperviseeId): Set<SuperviseeId> {
    const part = partitionOf(id);
    const known = this.#parts.get(part) ?? new Set<SuperviseeId>();
    this.#parts.set(part, known);
    return known;
  }
}
