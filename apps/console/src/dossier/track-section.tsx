import { useMutation } from '@tanstack/react-query';
import { Button } from 'antd';
import { useEffect, useState, type ReactElement } from 'react';
import type { Supervisee, Track } from '#libs/protocol';
import { answerOf, api } from '../api/client.js';
import { ProblemPanel } from '../app/problem-panel.js';
import { dateTime } from '../app/time.js';
import { lookAtSubject, subject } from '../map/subject.js';
import { duration, useText } from '../texts/use-text.js';
import { stretchesOf } from './stretches.js';
import { TrackForm, type TrackRequest } from './track-form.js';

/** Where somebody was: only when asked for with a purpose, and the question itself is recorded. */
export function TrackSection({ person }: { readonly person: Supervisee }): ReactElement {
  const say = useText();
  const [asking, setAsking] = useState(false);
  const track = useMutation({
    mutationFn: (query: TrackRequest) =>
      answerOf(api.GET('/api/v1/supervisees/{id}/track', { params: { path: { id: person.id }, query } })),
    onSuccess: () => setAsking(false),
  });
  useTrackOnMap(person.id, track.data);
  return (
    <section>
      <h3>{say('dossier.track')}</h3>
      {!asking && (
        <Button size="small" aria-expanded={false} onClick={() => setAsking(true)}>
          {say('dossier.track.show')}
        </Button>
      )}
      {track.data && (
        <Button size="small" type="text" onClick={() => track.reset()}>
          {say('dossier.track.hide')}
        </Button>
      )}
      {asking && (
        <TrackForm pending={track.isPending} ask={(query) => track.mutate(query)} cancel={() => setAsking(false)} />
      )}
      {track.isError && <ProblemPanel problem={track.error} />}
      {track.data && <Found track={track.data} />}
    </section>
  );
}

/** The wristband of whoever is looked at is ringed, with or without a track. */
function useTrackOnMap(superviseeId: string, track: Track | undefined): void {
  useEffect(() => {
    const { fixes, stretches } = track ? { ...track, stretches: stretchesOf(track) } : { fixes: [], stretches: [] };
    subject.set({ superviseeId, fixes, stretches });
    lookAtSubject();
    return () => subject.set(undefined);
  }, [superviseeId, track]);
}

function Found({ track }: { readonly track: Track }): ReactElement {
  const say = useText();
  const ignored = track.fixes.filter((fix) => !fix.used).length;
  if (track.fixes.length === 0 && track.gaps.length === 0) return <p>{say('dossier.track.none')}</p>;
  return (
    <div data-testid="track" data-fixes={track.fixes.length}>
      <p>{say('dossier.track.summary', { fixes: track.fixes.length, ignored, gaps: track.gaps.length })}</p>
      <ol className="log">
        {track.gaps.map((gap) => (
          <li key={`${gap.from} ${gap.because}`}>
            {say('dossier.track.gap', { age: duration(say, gap.seconds * 1_000) })} · {say(`gap.${gap.because}`)}
            <div className="faded">
              {dateTime(gap.from)} – {dateTime(gap.to)}
            </div>
          </li>
        ))}
      </ol>
    </div>
  );
}
