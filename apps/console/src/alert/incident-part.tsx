import { useMutation, useQuery } from '@tanstack/react-query';
import { useState, type ReactElement } from 'react';
import { Button } from 'antd';
import { Link } from 'react-router';
import type { AlertSummary } from '#libs/protocol';
import { answerOf, api } from '../api/client.js';
import { sendOnce } from '../api/idempotency.js';
import { keys, queryClient } from '../api/queries.js';
import type { Act } from '../api/acts.js';
import { ProblemPanel } from '../app/problem-panel.js';
import { mayAct, useWatch } from '../app/watch.js';
import { needsSomebody } from '../queue/board.js';
import { useText } from '../texts/use-text.js';
import { ResolveForm } from './act-forms.js';

type Resolution = Extract<Act, { act: 'resolve' }>;

/** What happened to many at once: who they are, and one act for all. */
export function IncidentPart({ id }: { readonly id: string }): ReactElement {
  const say = useText();
  const { account } = useWatch();
  const [asked, setAsked] = useState(false);
  const incident = useQuery({
    queryKey: keys.incident(id),
    queryFn: () => answerOf(api.GET('/api/v1/incidents/{id}', { params: { path: { id } } })),
  });
  const resolving = useMutation({
    mutationFn: ({ code, note }: Resolution) =>
      sendOnce(`resolve incident ${id} ${code} ${note}`, (header) =>
        answerOf(
          api.POST('/api/v1/incidents/{id}/resolve', { params: { path: { id }, header }, body: { code, note } }),
        ),
      ),
    onSuccess: () => setAsked(false),
    onSettled: () => queryClient.invalidateQueries({ queryKey: keys.incident(id) }),
  });
  const members: readonly AlertSummary[] = incident.data?.members ?? [];
  const left = members.filter(needsSomebody).length;
  const kind = incident.data?.kind;
  return (
    <section data-testid="incident">
      <h3>{say('incident.title', { count: members.length })}</h3>
      {kind !== undefined && <p>{say('incident.about', { kind: say(`kind.${kind}`) })}</p>}
      <p className="faded">{say('incident.left', { left })}</p>
      {incident.isError && <ProblemPanel problem={incident.error} retry={() => void incident.refetch()} />}
      <details>
        <summary>{say('incident.show')}</summary>
        <ul className="log">
          {members.map((alert) => (
            <li key={alert.id}>
              <Link to={`/alerts/${alert.id}`}>{alert.superviseeName}</Link>{' '}
              <span className="faded">{say(`state.${alert.state}`)}</span>
            </li>
          ))}
        </ul>
      </details>
      {mayAct(account) && left > 0 && !asked && (
        <Button onClick={() => setAsked(true)} data-testid="resolve-all">
          {say('incident.resolve')}
        </Button>
      )}
      {asked && (
        <>
          <p className="faded">{say('incident.others')}</p>
          <ResolveForm
            send={(act) => act.act === 'resolve' && resolving.mutate(act)}
            cancel={() => setAsked(false)}
            pending={resolving.isPending}
          />
        </>
      )}
      {resolving.isError && <ProblemPanel problem={resolving.error} />}
    </section>
  );
}
