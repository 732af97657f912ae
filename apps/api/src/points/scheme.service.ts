import { Injectable } from '@nestjs/common';
import { DomainError, type PointsSchemeId } from '#libs/kernel';
import { differencesOf, isMonth, monthOf, parseScheme, type Difference, type Scheme } from '#libs/points';
import type { PointsScheme, WhatIf } from '#libs/protocol';
import { PointsSchemeStore, type Database } from '#libs/store';
import { found, insistOnJurisdiction, invalidAt, type By } from '../http/by.js';
import type { Done } from '../http/writes.js';
import { whatIf } from './what-if.js';

/** Points schemes: written, compared, enacted by somebody else. */
@Injectable()
export class SchemeService {
  async add(
    tx: Database,
    by: By,
    wanted: { readonly document: string; readonly note: string; readonly division?: string | undefined },
  ): Promise<Done<PointsScheme>> {
    const { document, note, division = by.officer.division } = wanted;
    insistOnJurisdiction(by, division);
    const { code } = readScheme(document);
    const store = new PointsSchemeStore(tx);
    const id = await store.add({ code, division, document, note }, { account: by.officer.id, at: by.at });
    return this.#done(tx, by, id, 'points-scheme.written', {});
  }

  async enact(
    tx: Database,
    by: By,
    id: PointsSchemeId,
    { version, from }: { readonly version: number; readonly from: string },
  ): Promise<Done<PointsScheme>> {
    const store = new PointsSchemeStore(tx);
    const scheme = found((await store.list(by.officer.division, id))[0], 'points.scheme-not-found');
    insistOnJurisdiction(by, scheme.division);
    const wanted = found(
      scheme.versions.find((one) => one.version === version),
      'points.scheme-not-found',
    );
    if (wanted.madeBy.id === by.officer.id) throw new DomainError('points.own-proposal', 'You wrote this version');
    if (!isMonth(from) || from < monthOf(by.at)) throw invalidAt('/from', 'a month that is over stays as it was');
    await store.enact(id, version, from, { account: by.officer.id, at: by.at });
    return this.#done(tx, by, id, 'points-scheme.enacted', { version, from });
  }

  /** The text of a version, and what differs from an earlier one. */
  async read(
    db: Database,
    by: By,
    id: PointsSchemeId,
    { version, against = version - 1 }: { readonly version: number; readonly against?: number | undefined },
  ) {
    const documents = await new PointsSchemeStore(db).documents(by.officer.division, id);
    const document = found(documents[version - 1], 'points.scheme-not-found');
    const before = documents[against - 1];
    const differences = before === undefined ? [] : differencesOf(JSON.parse(before), JSON.parse(document));
    return { version, document, differences: differences.map(written) };
  }

  /** What a version would have made of the last twelve months, beside the scheme that is in force. */
  async tried(db: Database, by: By, id: PointsSchemeId, version: number): Promise<WhatIf> {
    const store = new PointsSchemeStore(db);
    const document = found((await store.documents(by.officer.division, id))[version - 1], 'points.scheme-not-found');
    const { division } = by.officer;
    const inForce = await store.inForce(division, monthOf(by.at));
    if (inForce === undefined) throw new DomainError('points.no-scheme', 'No scheme applies to compare it with');
    return whatIf(db, division, [inForce.scheme, readScheme(document)], by.at);
  }

  async #done(
    tx: Database,
    by: By,
    id: PointsSchemeId,
    action: string,
    facts: Record<string, string | number>,
  ): Promise<Done<PointsScheme>> {
    const answer = found((await new PointsSchemeStore(tx).list(by.officer.division, id))[0], 'points.scheme-not-found');
    const detail = { code: answer.code, versions: answer.versions.length, ...facts };
    return { answer, deeds: [{ action, subject: `points-scheme:${id}`, division: answer.division, detail }] };
  }
}

/** Values as JSON; null where there is none. */
const written = ({ pointer, before, after }: Difference) => ({
  pointer,
  before: before === null || before === undefined ? null : JSON.stringify(before),
  after: after === null || after === undefined ? null : JSON.stringify(after),
});

/** Every fault names its place and its line. */
export function readScheme(document: string): Scheme {
  const read = parseScheme(document);
  if (read.ok) return read.value;
  const errors = read.reason.map(({ line, pointer, detail }) => ({
    pointer: '/document',
    detail: `line ${line} (${pointer}): ${detail}`,
  }));
  throw new DomainError(
    'points.scheme-invalid',
    'See errors for what is wrong and on which line',
    {},
    undefined,
    errors,
  );
}
