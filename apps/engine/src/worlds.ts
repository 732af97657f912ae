import type { SuperviseeId } from '#libs/kernel';
import type { World } from '#libs/rules';
import { WorldView, type ChangeOfWorld, type Database } from '#libs/store';

/** The worlds of supervisees, until somebody changes one. */
export class Worlds {
  readonly #view: WorldView;
  readonly #known = new Map<SuperviseeId, World>();

  constructor(db: Database) {
    this.#view = new WorldView(db);
  }

  async of(ids: readonly SuperviseeId[]): Promise<ReadonlyMap<SuperviseeId, World>> {
    const missing = ids.filter((id) => !this.#known.has(id));
    for (const [id, world] of await this.#view.of(missing)) this.#known.set(id, world);
    return this.#known;
  }

  async get(id: SuperviseeId): Promise<World> {
    const world = (await this.of([id])).get(id);
    if (world === undefined) throw new Error(`there is no supervisee ${id}`);
    return world;
  }

  changes(from: string): ReturnType<WorldView['changes']> {
    return this.#view.changes(from);
  }

  /** Whom a change concerns: the one it names, or everybody known of the division. */
  concerned({ superviseeId, division }: ChangeOfWorld): SuperviseeId[] {
    if (superviseeId !== null) return [superviseeId];
    if (division === null) return [...this.#known.keys()];
    return [...this.#known.values()].filter((world) => world.division.startsWith(division)).map((w) => w.superviseeId);
  }

  forget(ids: Iterable<SuperviseeId>): void {
    for (const id of ids) this.#known.delete(id);
  }
}
