import { CloseOutlined } from '@ant-design/icons';
import { Button, Skeleton } from 'antd';
import type { ReactElement } from 'react';
import { useNavigate, useParams } from 'react-router';
import type { Supervisee } from '#libs/protocol';
import { useDivisions, useSupervisee } from '../api/queries.js';
import { usePositions } from '../api/use-line.js';
import { divisionName } from '../app/place-name.js';
import { usePreferences } from '../app/preferences.js';
import { ProblemPanel } from '../app/problem-panel.js';
import { useWatch } from '../app/watch.js';
import { Commands } from '../commands/commands.js';
import { followed } from '../map/subject.js';
import { PointsOfPerson } from '../points/points-of-person.js';
import { useText } from '../texts/use-text.js';
import { DeviceOfPerson } from './device-of-person.js';
import { KeepAway } from './keep-away.js';
import { Holds } from './holds.js';
import { Leaves } from './leaves.js';
import { MonitoredTime } from './monitored-time.js';
import { Orders } from './orders.js';
import { OwnAlerts } from './own-alerts.js';
import { Searches } from './searches.js';
import { Suppressions } from './suppressions.js';
import { TrackSection } from './track-section.js';

/** One supervisee: who, on what legal basis, with what device, and, for a stated purpose, where. */
export default function Dossier(): ReactElement {
  const say = useText();
  const { id = '' } = useParams();
  const person = useSupervisee(id);
  return (
    <section className="panel" aria-label={say('dossier.title')} data-testid="dossier" data-supervisee-id={id}>
      {person.isPending && <Skeleton active paragraph={{ rows: 10 }} />}
      {person.isError && !person.data && <ProblemPanel problem={person.error} retry={() => void person.refetch()} />}
      {person.data && <Opened key={id} person={person.data} />}
    </section>
  );
}

function Opened({ person }: { readonly person: Supervisee }): ReactElement {
  const say = useText();
  const go = useNavigate();
  const { line } = useWatch();
  const here = usePositions(line).has(person.id);
  return (
    <article>
      <header className="panel-head">
        <h2>{person.name}</h2>
        {here && (
          <Button size="small" onClick={() => followed.set(person.id)}>
            {say('alert.follow')}
          </Button>
        )}
        <Button
          type="text"
          size="small"
          icon={<CloseOutlined />}
          aria-label={say('alert.close')}
          onClick={() => void go('/')}
        />
      </header>
      <Who person={person} />
      <Orders person={person} />
      <Leaves person={person} />
      <KeepAway person={person} />
      <Searches superviseeId={person.id} />
      <DeviceOfPerson person={person} />
      {person.device && <Commands key={person.device.id} device={person.device} ordered={person.order !== null} />}
      <MonitoredTime superviseeId={person.id} />
      <TrackSection person={person} />
      <PointsOfPerson superviseeId={person.id} />
      <Suppressions superviseeId={person.id} />
      <Holds superviseeId={person.id} />
      <OwnAlerts superviseeId={person.id} />
    </article>
  );
}

function Who({ person }: { readonly person: Supervisee }): ReactElement {
  const say = useText();
  const { language } = usePreferences();
  const divisions = useDivisions().data ?? [];
  return (
    <dl className="facts">
      <dt>{say('dossier.category')}</dt>
      <dd>{say(`category.${person.category}`)}</dd>
      <dt>{say('dossier.division')}</dt>
      <dd>{divisionName(divisions, person.division, language)}</dd>
      <dt>{say('dossier.term')}</dt>
      <dd>{say('dossier.termRange', { from: person.termFrom, to: person.termTo })}</dd>
      {person.minor && <dd className="over">{say('dossier.minor')}</dd>}
      {person.note !== null && person.note !== '' && (
        <>
          <dt>{say('dossier.note')}</dt>
          <dd>{person.note}</dd>
        </>
      )}
    </dl>
  );
}
