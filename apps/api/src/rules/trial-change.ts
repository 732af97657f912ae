import { DomainError, type ZoneId } from '#libs/kernel';
import type { TrialChange } from '#libs/protocol';
import { readParameters, rulesConcerned } from '#libs/rules';
import { ZoneView, type Database } from '#libs/store';
import { found, invalidAt, type By } from '../http/by.js';
import { faultsOf } from '../http/faults.js';
import { soundArea } from '../zones/sound-area.js';

/** What is to be tried, complete, as it is kept: only what can be tried, and what the officer may see. */
export async function completeChange(tx: Database, by: By, wanted: TrialChange): Promise<TrialChange> {
  switch (wanted.is) {
    case 'policy':
      insistOnRecords(wanted.kind);
      return { ...wanted, parameters: completeParameters(wanted) };
    case 'rule':
      insistOnRecords(wanted.kind);
      return wanted;
    case 'zone':
      return completeZone(tx, by, wanted);
  }
}

function insistOnRecords(kind: Extract<TrialChange, { is: 'rule' }>['kind']): void {
  if (rulesConcerned({ is: 'rule', kind }).length > 0) return;
  throw invalidAt('/change/kind', 'it is not judged from records alone, and cannot be tried on them');
}

function completeParameters({ kind, parameters }: Extract<TrialChange, { is: 'policy' }>): Record<string, unknown> {
  const parsed = readParameters(kind, parameters);
  if (parsed.success) return parsed.data;
  const errors = faultsOf(parsed.error).map(({ pointer, detail }) => ({
    pointer: `/change/parameters${pointer}`,
    detail,
  }));
  throw new DomainError('request.invalid', 'See errors for what is wrong and where', {}, undefined, errors);
}

async function completeZone(tx: Database, by: By, wanted: Extract<TrialChange, { is: 'zone' }>): Promise<TrialChange> {
  const { zoneId, drawing } = wanted;
  if (zoneId !== null) {
    const zone = found(await new ZoneView(tx).find(zoneId as ZoneId, by.officer.division, by.at), 'zone.not-found');
    if (zone.kind === 'interest') throw invalidAt('/change/zoneId', 'no rule asks where areas of interest are');
  }
  if (drawing?.geometry === undefined) return wanted;
  return { ...wanted, drawing: { ...drawing, geometry: soundArea(drawing.geometry, '/change/drawing/geometry') } };
}
