import { useQuery } from '@tanstack/react-query';
import { Button, Modal, Skeleton } from 'antd';
import type { ReactElement } from 'react';
import { answerOf, api } from '../api/client.js';
import { keys } from '../api/queries.js';
import { ProblemPanel } from '../app/problem-panel.js';
import { useText } from '../texts/use-text.js';

interface Props {
  readonly superviseeId: string;
  readonly month: string;
  readonly close: () => void;
}

/** What the supervisee is given: in plain Chinese whatever the language of the console, to be printed and signed. */
export function Statement({ superviseeId, month, close }: Props): ReactElement {
  const say = useText();
  const statement = useQuery({
    queryKey: [...keys.points, superviseeId, 'statement', month],
    queryFn: () => {
      const params = { path: { id: superviseeId }, query: { month } };
      return answerOf(api.GET('/api/v1/supervisees/{id}/points-statement', { params }));
    },
  });
  return (
    <Modal
      open
      title={say('points.statement')}
      onCancel={close}
      footer={<Button onClick={() => window.print()}>{say('points.print')}</Button>}
    >
      {statement.isPending && <Skeleton active />}
      {statement.isError && <ProblemPanel problem={statement.error} retry={() => void statement.refetch()} />}
      <div lang="zh-CN" className="points-statement" data-testid="points-statement">
        {(statement.data?.lines ?? []).map((line, index) => (
          <p key={index}>{line}</p>
        ))}
      </div>
    </Modal>
  );
}
