import { Button } from 'antd';
import { useState, type ReactElement } from 'react';
import type { CommandName } from '#libs/protocol';
import { useNow } from '../app/clock.js';
import { ProblemPanel } from '../app/problem-panel.js';
import { mayAct, seesAlerts, useWatch } from '../app/watch.js';
import { useText } from '../texts/use-text.js';
import { CommandForm } from './command-form.js';
import { CommandLog } from './command-log.js';
import { waitsFor } from './command-list.js';
import { useCommands, useSendCommand } from './use-commands.js';

const offered = ['locate', 'vibrate', 'message', 'interval'] as const satisfies readonly CommandName[];

interface Props {
  readonly device: { readonly id: string; readonly intervalSeconds: number };
  /** Whether somebody wears it under an order in force; undefined when that is not known here. */
  readonly ordered?: boolean;
}

/** Tell a wristband something, and see what becomes of it. */
export function Commands(props: Props): ReactElement | null {
  const { account } = useWatch();
  return seesAlerts(account) ? <Shown {...props} /> : null;
}

function Shown({ device, ordered = true }: Props): ReactElement {
  const say = useText();
  const now = useNow();
  const { account } = useWatch();
  const [form, setForm] = useState<CommandName>();
  const commands = useCommands(device.id);
  const sending = useSendCommand(device.id);
  const list = commands.data ?? [];
  const toggle = (cmd: CommandName) => (): void => {
    sending.reset();
    setForm((shown) => (shown === cmd ? undefined : cmd));
  };
  return (
    <section className="commands" data-testid="commands">
      <h3>{say('commands.title')}</h3>
      {mayAct(account) && (
        <div className="acts-bar">
          {offered.map((cmd) => (
            <Button
              key={cmd}
              size="small"
              data-testid={`command-${cmd}`}
              aria-expanded={form === cmd}
              disabled={(cmd === 'locate' && !ordered) || waitsFor(list, cmd, now)}
              onClick={toggle(cmd)}
            >
              {say(`command.${cmd}`)}
            </Button>
          ))}
        </div>
      )}
      {mayAct(account) && !ordered && <p className="faded">{say('commands.noOrder')}</p>}
      {form !== undefined && (
        <CommandForm
          key={form}
          cmd={form}
          seconds={device.intervalSeconds}
          pending={sending.isPending}
          send={(wanted) => sending.mutate(wanted, { onSuccess: () => setForm(undefined) })}
          cancel={toggle(form)}
        />
      )}
      {sending.isError && <ProblemPanel problem={sending.error} />}
      {commands.isError && !commands.data && (
        <ProblemPanel problem={commands.error} retry={() => void commands.refetch()} />
      )}
      <CommandLog commands={list} />
    </section>
  );
}
