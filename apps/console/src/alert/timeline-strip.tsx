import type { ReactElement } from 'react';
import { useMatch } from 'react-router';
import type { AlertDetail } from '#libs/protocol';
import { useAlert } from '../api/queries.js';
import { useNow } from '../app/clock.js';
import { shortTime } from '../app/time.js';
import { useText, wordFor, type Say } from '../texts/use-text.js';
import { timelineOf, type TimeMark } from './timeline.js';

/** Under the map: when what of the selected alert was. */
export function TimelineStrip(): ReactElement | null {
  const id = useMatch('/alerts/:id')?.params.id;
  return id === undefined ? null : <Selected id={id} />;
}

function Selected({ id }: { readonly id: string }): ReactElement | null {
  const alert = useAlert(id).data;
  return alert ? <Strip alert={alert} /> : null;
}

function Strip({ alert }: { readonly alert: AlertDetail }): ReactElement {
  const say = useText();
  const now = useNow();
  const { from, to, episode, marks } = timelineOf(alert, now);
  const [start, end] = [shortTime(from, now), to === now ? say('timeline.now') : shortTime(to, now)];
  const count = (is: TimeMark['is']): number => marks.filter((mark) => mark.is === is).length;
  const words = { from: start, to: end, used: count('used'), ignored: count('ignored') };
  return (
    <div className="timeline" role="img" aria-label={say('timeline.label', words)} data-testid="timeline">
      <span>{start}</span>
      <div className="timeline-line">
        <i className="timeline-episode" style={{ left: percent(episode[0]), right: percent(1 - episode[1]) }} />
        {marks.map((mark, index) => (
          <i
            key={`${mark.at} ${index}`}
            className={`timeline-mark timeline-${mark.is}`}
            style={{ left: percent(mark.place) }}
            title={`${shortTime(mark.at, now)} ${nameOf(say, mark)}`}
          />
        ))}
      </div>
      <span>{end}</span>
    </div>
  );
}

const percent = (share: number): string => `${(share * 100).toFixed(2)}%`;

function nameOf(say: Say, { is, what = '' }: TimeMark): string {
  if (is === 'act') return wordFor(say, 'act', what);
  return is === 'record' ? wordFor(say, 'record', what) : say(`alert.${is}`);
}
