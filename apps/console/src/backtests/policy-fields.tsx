import { useQuery } from '@tanstack/react-query';
import { Input, Select, Skeleton } from 'antd';
import { useState, type ReactElement } from 'react';
import type { AlertKind } from '#libs/protocol';
import { answerOf, api } from '../api/client.js';
import { ProblemPanel } from '../app/problem-panel.js';
import { useText, wordFor } from '../texts/use-text.js';
import { parametersOf, policyWith, type WantedChange } from './trial.js';

interface Props {
  readonly change: (change: WantedChange | undefined) => void;
}

/** What rules that can be tried go by now. */
const usePolicies = () =>
  useQuery({ queryKey: ['policies'], queryFn: () => answerOf(api.GET('/api/v1/rules/policies')) });

/** A kind, and its numbers as they are, to be typed over. */
export function PolicyFields({ change }: Props): ReactElement {
  const say = useText();
  const policies = usePolicies();
  const [kind, setKind] = useState<AlertKind | undefined>();
  const [typed, setTyped] = useState<Readonly<Record<string, string>>>({});
  const policy = policies.data?.items.find((one) => one.kind === kind);
  const fields = policy === undefined ? [] : parametersOf(policy.parameters);
  const tell = (of: AlertKind, parameters: Record<string, unknown>, words: Readonly<Record<string, string>>): void => {
    const wanted = policyWith(parameters, words);
    const differs = wanted !== undefined && JSON.stringify(wanted) !== JSON.stringify(parameters);
    change(differs ? { is: 'policy', kind: of, parameters: wanted } : undefined);
  };
  const type = (name: string, words: string): void => {
    const next = { ...typed, [name]: words };
    setTyped(next);
    if (policy !== undefined) tell(policy.kind, policy.parameters, next);
  };
  return (
    <Kinds
      {...{ policies, kind }}
      choose={(next) => {
        setKind(next);
        setTyped({});
        change(undefined);
      }}
    >
      <div className="trial-fields" data-testid="parameters">
        {fields.map(({ name, value }) => {
          const words = typed[name] ?? String(value);
          return (
            <label key={name} data-changed={words !== String(value)}>
              {wordFor(say, 'parameter', name)}
              <Input
                size="small"
                value={words}
                inputMode="decimal"
                onChange={({ target }) => type(name, target.value)}
              />
            </label>
          );
        })}
      </div>
      {policy !== undefined && fields.length === 0 && <p className="faded">{say('backtest.noParameters')}</p>}
    </Kinds>
  );
}

/** The rule of this release beside what is on file. */
export function RuleFields({ change }: Props): ReactElement {
  const say = useText();
  const policies = usePolicies();
  const [kind, setKind] = useState<AlertKind | undefined>();
  const choose = (next: AlertKind): void => {
    setKind(next);
    change({ is: 'rule', kind: next });
  };
  return (
    <Kinds {...{ policies, kind, choose }}>
      <p className="faded">{say('backtest.ruleHint')}</p>
    </Kinds>
  );
}

interface KindsProps {
  readonly policies: ReturnType<typeof usePolicies>;
  readonly kind: AlertKind | undefined;
  readonly choose: (kind: AlertKind) => void;
  readonly children: React.ReactNode;
}

function Kinds({ policies, kind, choose, children }: KindsProps): ReactElement {
  const say = useText();
  if (policies.isError) return <ProblemPanel problem={policies.error} retry={() => void policies.refetch()} />;
  if (policies.isPending) return <Skeleton active paragraph={{ rows: 2 }} />;
  const options = policies.data.items.map((one) => ({ value: one.kind, label: say(`kind.${one.kind}`) }));
  return (
    <>
      <Select<AlertKind>
        aria-label={say('backtest.kind')}
        placeholder={say('backtest.kind')}
        {...(kind === undefined ? {} : { value: kind })}
        onChange={choose}
        options={options}
      />
      {children}
    </>
  );
}
