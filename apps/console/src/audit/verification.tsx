import { useMutation } from '@tanstack/react-query';
import { Button } from 'antd';
import type { ReactElement } from 'react';
import { answerOf, api } from '../api/client.js';
import { ProblemPanel } from '../app/problem-panel.js';
import { useText } from '../texts/use-text.js';

/** Follows the chain from the first entry to the last, on demand; and the log to take away and check elsewhere. */
export function Verification(): ReactElement {
  const say = useText();
  const chain = useMutation({ mutationFn: () => answerOf(api.GET('/api/v1/audit/verify')) });
  const { data } = chain;
  return (
    <section className="verification">
      <Button loading={chain.isPending} onClick={() => chain.mutate()}>
        {say('audit.verify')}
      </Button>
      <a href="/api/v1/audit/export" download="zhengtu-audit.ndjson">
        {say('audit.export')}
      </a>
      <div role="status" data-testid="chain" data-intact={data ? data.fault === null : undefined}>
        {chain.isPending && say('audit.verifying')}
        {data && (
          <p className={data.fault ? 'over' : 'fine'}>
            {data.fault
              ? `✕ ${say('audit.broken', { seq: data.fault.seq, fault: data.fault.fault })}`
              : `✓ ${say('audit.intact', { entries: data.entries })}`}{' '}
            <span className="faded">{say('audit.head')}</span> <code>{data.head}</code>
          </p>
        )}
      </div>
      {chain.isError && <ProblemPanel problem={chain.error} retry={() => chain.mutate()} />}
    </section>
  );
}
