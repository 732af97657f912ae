import { useMutation } from '@tanstack/react-query';
import { Button, Input, Select } from 'antd';
import { useId, useState, type ReactElement } from 'react';
import { answerOf, api } from '../api/client.js';
import { sendOnce } from '../api/idempotency.js';
import { keys, queryClient } from '../api/queries.js';
import { serverNow } from '../app/clock.js';
import { ProblemPanel } from '../app/problem-panel.js';
import { toWallClock } from '../app/time.js';
import { WallTimeInput } from '../app/wall-time-input.js';
import { useWatch } from '../app/watch.js';
import { useText } from '../texts/use-text.js';
import { PeopleSelect } from './people-select.js';
import { PolicyFields, RuleFields } from './policy-fields.js';
import { periodOf, type WantedChange, type WantedTrial } from './trial.js';
import { ZoneFields } from './zone-fields.js';

const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;
const ways = ['policy', 'zone', 'rule'] as const;
type Way = (typeof ways)[number];

interface Props {
  readonly asked: (id: string) => void;
  readonly cancel: () => void;
}

/** What would be different, for whom, in what time, and why one wants to know. */
export function TrialForm({ asked, cancel }: Props): ReactElement {
  const say = useText();
  const id = useId();
  const { account } = useWatch();
  const [way, setWay] = useState<Way>('policy');
  const [change, setChange] = useState<WantedChange | undefined>();
  const [division, setDivision] = useState(account.division);
  const [people, setPeople] = useState<readonly string[]>([]);
  const [from, setFrom] = useState(() => toWallClock(serverNow() - 7 * DAY_MS));
  const [to, setTo] = useState(() => toWallClock(serverNow() - MINUTE_MS));
  const [reason, setReason] = useState('');
  const period = periodOf(from, to);
  const body =
    change === undefined || period === undefined || reason.trim() === ''
      ? undefined
      : {
          ...{ change, division, ...period, reason: reason.trim() },
          ...(people.length === 0 ? {} : { supervisees: [...people] }),
        };
  const asking = useMutation({
    mutationFn: (wanted: WantedTrial) =>
      sendOnce(`backtest ${JSON.stringify(wanted)}`, (header) =>
        answerOf(api.POST('/api/v1/rules/backtest', { params: { header }, body: wanted })),
      ),
    onSuccess: (trial) => asked(trial.id),
    onSettled: () => queryClient.invalidateQueries({ queryKey: keys.backtests }),
  });
  const choose = (next: Way): void => {
    setChange(undefined);
    setWay(next);
  };
  return (
    <form
      className="trial-form"
      data-testid="backtest-form"
      onSubmit={(event) => {
        event.preventDefault();
        if (body !== undefined) asking.mutate(body);
      }}
    >
      <Select<Way>
        aria-label={say('backtest.way')}
        value={way}
        onChange={choose}
        options={ways.map((value) => ({ value, label: say(`backtest.way.${value}`) }))}
      />
      {way === 'policy' && <PolicyFields change={setChange} />}
      {way === 'rule' && <RuleFields change={setChange} />}
      {way === 'zone' && <ZoneFields change={setChange} />}
      <div className="trial-fields">
        <label htmlFor={`${id}division`}>
          {say('backtest.division')}
          <Input
            id={`${id}division`}
            value={division}
            maxLength={12}
            onChange={({ target }) => setDivision(target.value.trim())}
          />
        </label>
        <PeopleSelect people={people} change={setPeople} />
        <label htmlFor={`${id}from`}>
          {say('backtest.from')}
          <WallTimeInput id={`${id}from`} value={from} change={setFrom} />
        </label>
        <label htmlFor={`${id}to`}>
          {say('backtest.to')}
          <WallTimeInput id={`${id}to`} value={to} change={setTo} />
        </label>
      </div>
      <label htmlFor={`${id}reason`}>{say('backtest.reason')}</label>
      <Input id={`${id}reason`} value={reason} maxLength={2_000} onChange={({ target }) => setReason(target.value)} />
      <p className="faded">{say('backtest.harmless')}</p>
      <div className="act-form-end">
        <Button type="primary" htmlType="submit" disabled={body === undefined} loading={asking.isPending}>
          {say('backtest.ask')}
        </Button>
        <Button onClick={cancel}>{say('act.cancel')}</Button>
      </div>
      {asking.isError && <ProblemPanel problem={asking.error} />}
    </form>
  );
}
