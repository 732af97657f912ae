import { CloseOutlined } from '@ant-design/icons';
import { useMutation } from '@tanstack/react-query';
import { Button } from 'antd';
import { useEffect, useState, type ReactElement } from 'react';
import { useNavigate } from 'react-router';
import type { Near } from '#libs/protocol';
import { answerOf, api } from '../api/client.js';
import { ProblemPanel } from '../app/problem-panel.js';
import { followed, lookAtSubject, placing, subject, type Place } from '../map/subject.js';
import { useText } from '../texts/use-text.js';
import { NearbyForm } from './nearby-form.js';
import { NearbyList } from './nearby-list.js';
import { placeOf, placeText, type Circle, type Search } from './search.js';

/** Who was near a place: the place from the map, an hour, a distance, and what for. */
export default function Nearby(): ReactElement {
  const say = useText();
  const go = useNavigate();
  const [place, setPlace] = useState('');
  const [metres, setMetres] = useState(200);
  const search = useMutation({
    mutationFn: (query: Search) => answerOf(api.GET('/api/v1/nearby', { params: { query } })),
  });
  const { reset } = search;
  useEffect(() => {
    // The camera stays where somebody looks for a place.
    followed.set(undefined);
    placing.set(() => (chosen: Place) => {
      setPlace(placeText(chosen));
      reset();
    });
    return () => placing.set(undefined);
  }, [reset]);
  const found = search.isSuccess ? search.data.items : undefined;
  const chosen = placeOf(place);
  useSearchOnMap(search.isSuccess ? search.variables : chosen && { ...chosen, metres }, found);
  return (
    <section className="panel" aria-label={say('nearby.title')} data-testid="nearby">
      <article>
        <header className="panel-head">
          <h2>{say('nearby.title')}</h2>
          <Button
            type="text"
            size="small"
            icon={<CloseOutlined />}
            aria-label={say('alert.close')}
            onClick={() => void go('/')}
          />
        </header>
        <NearbyForm
          {...{ place, setPlace, metres, setMetres }}
          pending={search.isPending}
          ask={(wanted) => search.mutate(wanted)}
        />
        {search.isError && <ProblemPanel problem={search.error} />}
        {found && <NearbyList found={found} search={search.variables as Search} />}
      </article>
    </section>
  );
}

/** The circle, and the nearest position of each who was found. */
function useSearchOnMap(circle: Circle | undefined, found: readonly Near[] | undefined): void {
  const { lat, lon, metres } = circle ?? {};
  useEffect(() => {
    if (lat === undefined || lon === undefined || metres === undefined) return subject.set(undefined);
    const fixes = (found ?? []).map((one) => ({ lat: one.lat, lon: one.lon, accuracy: one.accuracy, used: true }));
    subject.set({ fixes, stretches: [], zone: { kind: 'interest', circle: { lat, lon, radius: metres } } });
    return () => subject.set(undefined);
  }, [lat, lon, metres, found]);
  useEffect(() => {
    if (found) lookAtSubject();
  }, [found]);
}
