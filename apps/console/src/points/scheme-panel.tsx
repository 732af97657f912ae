import { useMutation, useQuery } from '@tanstack/react-query';
import { Button, Input, Select, Skeleton } from 'antd';
import { useState, type ReactElement } from 'react';
import type { PointsScheme } from '#libs/protocol';
import { answerOf, api } from '../api/client.js';
import { sendOnce } from '../api/idempotency.js';
import { keys } from '../api/queries.js';
import { Moment } from '../app/moment.js';
import { ProblemPanel } from '../app/problem-panel.js';
import { mayAct, useWatch } from '../app/watch.js';
import { useText } from '../texts/use-text.js';
import { readPointsAgain } from './queries.js';
import { SchemeEditor } from './scheme-editor.js';
import { Trial } from './trial.js';

/** A scheme: its versions, what each changed, from when it applies; and the text, to write the next one. */
export function SchemePanel({ scheme }: { readonly scheme: PointsScheme | undefined }): ReactElement {
  const say = useText();
  const { account } = useWatch();
  const [version, setVersion] = useState(scheme?.versions.at(-1)?.version ?? 0);
  const mayWrite = account.role === 'county' || account.role === 'head';
  if (scheme === undefined)
    return mayWrite ? <SchemeEditor document="" /> : <p className="faded">{say('points.select')}</p>;
  const shown = scheme.versions.find((one) => one.version === version) ?? scheme.versions.at(-1);
  return (
    <>
      <header className="panel-head">
        <h2>{scheme.name}</h2>
        <Select<number>
          size="small"
          aria-label={say('points.version')}
          value={shown?.version ?? 0}
          onChange={setVersion}
          options={scheme.versions.map((one) => ({
            value: one.version,
            label: say('points.versionNo', { version: one.version }),
          }))}
        />
      </header>
      {shown && (
        <p>
          {shown.madeBy.name} <Moment at={shown.madeAt} /> · {shown.note}
        </p>
      )}
      {shown?.enacted.map(({ from, by, at }) => (
        <p key={from}>
          {say('points.appliesFrom', { month: from, name: by.name })} <Moment at={at} />
        </p>
      ))}
      {shown && mayWrite && shown.madeBy.id !== account.id && <Enact id={scheme.id} version={shown.version} />}
      {shown && mayWrite && shown.madeBy.id === account.id && <p className="faded">{say('points.ownScheme')}</p>}
      {shown && mayAct(account) && <Trial key={`trial ${shown.version}`} id={scheme.id} version={shown.version} />}
      {shown && <Text key={shown.version} id={scheme.id} version={shown.version} mayWrite={mayWrite} />}
    </>
  );
}

interface TextProps {
  readonly id: string;
  readonly version: number;
  readonly mayWrite: boolean;
}

function Text({ id, version, mayWrite }: TextProps): ReactElement {
  const say = useText();
  const text = useQuery({
    queryKey: [...keys.points, 'scheme', id, version],
    queryFn: () => answerOf(api.GET('/api/v1/points-schemes/{id}', { params: { path: { id }, query: { version } } })),
  });
  if (text.isPending) return <Skeleton active />;
  if (text.isError) return <ProblemPanel problem={text.error} retry={() => void text.refetch()} />;
  const { differences, document } = text.data;
  return (
    <>
      {differences.length > 0 && (
        <table className="grid" data-testid="scheme-differences">
          <caption>{say('points.differences')}</caption>
          <tbody>
            {differences.map(({ pointer, before, after }) => (
              <tr key={pointer}>
                <th scope="row">{pointer}</th>
                <td>
                  <del>{before}</del> <ins>{after}</ins>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {mayWrite ? <SchemeEditor document={document} /> : <pre className="points-document">{document}</pre>}
    </>
  );
}

function Enact({ id, version }: { readonly id: string; readonly version: number }): ReactElement {
  const say = useText();
  const [from, setFrom] = useState('');
  const enacting = useMutation({
    mutationFn: () =>
      sendOnce(`enact scheme ${id} ${version} ${from}`, (header) =>
        answerOf(
          api.POST('/api/v1/points-schemes/{id}/enact', { params: { path: { id }, header }, body: { version, from } }),
        ),
      ),
    onSettled: readPointsAgain,
  });
  return (
    <form
      className="act-form"
      onSubmit={(event) => {
        event.preventDefault();
        enacting.mutate();
      }}
    >
      <Input
        type="month"
        size="small"
        aria-label={say('points.fromMonth')}
        value={from}
        onChange={({ target }) => setFrom(target.value)}
      />
      <Button size="small" type="primary" htmlType="submit" disabled={from === ''} loading={enacting.isPending}>
        {say('points.enact')}
      </Button>
      {enacting.isError && <ProblemPanel problem={enacting.error} />}
    </form>
  );
}
