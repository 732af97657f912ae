import { useQuery } from '@tanstack/react-query';
import { useEffect, useMemo } from 'react';
import type { AlertDetail, Zone } from '#libs/protocol';
import { answerOf, api } from '../api/client.js';
import { useDivisions } from '../api/queries.js';
import { lookAtSubject, subject, type Subject } from '../map/subject.js';
import { unbroken } from './unbroken.js';
import { countyOfZone, shownZone } from './zone-of-alert.js';

/** Shows the alert's fixes, in the order of their time, and its zone on the map, for as long as it is open. */
export function useAlertOnMap(alert: AlertDetail): void {
  const { superviseeId, evidence } = alert;
  const divisions = useDivisions().data;
  const zones = useQuery({
    queryKey: ['zones', superviseeId],
    enabled: evidence.zone !== null && countyOfZone(evidence.zone) === undefined,
    queryFn: async () => {
      const query = { supervisee: superviseeId, limit: 500 };
      return (await answerOf(api.GET('/api/v1/zones', { params: { query } }))).items as Zone[];
    },
  });
  const zone = useMemo(
    () => shownZone(evidence.zone, zones.data ?? [], divisions ?? []),
    [evidence.zone, zones.data, divisions],
  );
  useEffect(() => {
    subject.set(subjectOf(superviseeId, evidence.fixes, zone));
  }, [superviseeId, evidence.fixes, zone]);
  useEffect(() => {
    lookAtSubject();
    return () => subject.set(undefined);
  }, [alert.id]);
}

function subjectOf(superviseeId: string, found: AlertDetail['evidence']['fixes'], zone: Subject['zone']): Subject {
  const fixes = [...found].sort((a, b) => Date.parse(a.at) - Date.parse(b.at));
  return { superviseeId, fixes, stretches: unbroken(fixes.filter((fix) => fix.used)), ...(zone ? { zone } : {}) };
}
