import { useMutation } from '@tanstack/react-query';
import { Button, Input, Select } from 'antd';
import { useId, useState, type ReactElement } from 'react';
import { holdGrounds, type Hold } from '#libs/protocol';
import { answerOf, api } from '../api/client.js';
import { sendOnce } from '../api/idempotency.js';
import { keys, queryClient } from '../api/queries.js';
import { ProblemPanel } from '../app/problem-panel.js';
import { useText } from '../texts/use-text.js';

interface Props {
  readonly superviseeId: string;
  readonly close: () => void;
}

/** On what ground, and for which case. */
export function HoldForm({ superviseeId, close }: Props): ReactElement {
  const say = useText();
  const id = useId();
  const [ground, setGround] = useState<Hold['ground']>(holdGrounds[0]);
  const [reason, setReason] = useState('');
  const body = { ground, reason: reason.trim() };
  const placing = useMutation({
    mutationFn: () =>
      sendOnce(`hold ${superviseeId} ${ground} ${body.reason}`, (header) =>
        answerOf(api.POST('/api/v1/supervisees/{id}/holds', { params: { path: { id: superviseeId }, header }, body })),
      ),
    onSuccess: close,
    onSettled: () => queryClient.invalidateQueries({ queryKey: keys.holds(superviseeId) }),
  });
  return (
    <form
      className="act-form"
      data-testid="hold-form"
      onSubmit={(event) => {
        event.preventDefault();
        placing.mutate();
      }}
    >
      <p className="faded">{say('hold.about')}</p>
      <label htmlFor={`${id}ground`}>{say('hold.ground')}</label>
      <Select<Hold['ground']>
        id={`${id}ground`}
        value={ground}
        onChange={setGround}
        options={holdGrounds.map((value) => ({ value, label: say(`holdGround.${value}`) }))}
      />
      <label htmlFor={`${id}reason`}>{say('hold.reason')}</label>
      <Input.TextArea
        id={`${id}reason`}
        rows={2}
        maxLength={2_000}
        value={reason}
        onChange={({ target }) => setReason(target.value)}
      />
      <div className="act-form-end">
        <Button type="primary" htmlType="submit" disabled={body.reason === ''} loading={placing.isPending}>
          {say('hold.begin')}
        </Button>
        <Button onClick={close}>{say('act.cancel')}</Button>
      </div>
      {placing.isError && <ProblemPanel problem={placing.error} />}
    </form>
  );
}
