import { CloseOutlined } from '@ant-design/icons';
import { Button, Skeleton } from 'antd';
import type { ReactElement } from 'react';
import { Link, useNavigate, useParams } from 'react-router';
import type { AlertDetail } from '#libs/protocol';
import { useAlert } from '../api/queries.js';
import { ProblemPanel } from '../app/problem-panel.js';
import { mayAct, useWatch } from '../app/watch.js';
import { SeverityMark } from '../queue/severity-mark.js';
import { useText } from '../texts/use-text.js';
import { ActLog } from './act-log.js';
import { Acts } from './acts.js';
import { Evidence } from './evidence.js';
import { IncidentPart } from './incident-part.js';
import { NextSteps } from './next-steps.js';
import { Revisions } from './revisions.js';
import { Sentence } from './sentence-line.js';
import { Times } from './times.js';
import { useAlertOnMap } from './use-alert-on-map.js';

/** One alert on one screen: what, since when, how sure, why, what next, and what was done. */
export function AlertPanel(): ReactElement {
  const say = useText();
  const { id = '' } = useParams();
  const alert = useAlert(id);
  return (
    <section className="panel" aria-label={say('alert.panel')} data-testid="alert-panel" data-alert-id={id}>
      {alert.isPending && <Skeleton active paragraph={{ rows: 10 }} />}
      {alert.isError && !alert.data && <ProblemPanel problem={alert.error} retry={() => void alert.refetch()} />}
      {alert.data && <Opened key={id} alert={alert.data} />}
    </section>
  );
}

function Opened({ alert }: { readonly alert: AlertDetail }): ReactElement {
  const say = useText();
  const go = useNavigate();
  const { account } = useWatch();
  useAlertOnMap(alert);
  return (
    <article data-state={alert.state}>
      <header className="panel-head">
        <SeverityMark severity={alert.severity} hollow={alert.endedAt !== null} size={16} />
        <h2>
          {say(`kind.${alert.kind}`)} · <Link to={`/supervisees/${alert.superviseeId}`}>{alert.superviseeName}</Link>
        </h2>
        <span className={`tag tag-${alert.state}`}>
          {say(`state.${alert.state}`)}
          {alert.resolution !== null && <> · {say(`resolution.${alert.resolution}`)}</>}
        </span>
        <Button
          type="text"
          size="small"
          icon={<CloseOutlined />}
          aria-label={say('alert.close')}
          onClick={() => void go('/')}
        />
      </header>
      <Sentence alert={alert} />
      {mayAct(account) ? <Acts alert={alert} /> : <p className="faded">{say('alert.readOnly')}</p>}
      {alert.incidentId !== null && <IncidentPart key={alert.incidentId} id={alert.incidentId} />}
      <Times alert={alert} />
      {alert.state !== 'resolved' && mayAct(account) && <NextSteps kind={alert.kind} />}
      <Evidence alert={alert} />
      <ActLog acts={alert.acts} />
      <Revisions alert={alert} />
    </article>
  );
}
