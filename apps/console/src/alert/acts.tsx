import { Button } from 'antd';
import { useEffect, useEffectEvent, useState, type ReactElement } from 'react';
import type { AlertDetail } from '#libs/protocol';
import { useAct, type Act } from '../api/acts.js';
import { useStore } from '../app/store.js';
import { useWatch } from '../app/watch.js';
import { pendingAct, type KeyAct } from '../queue/pending-act.js';
import { useText } from '../texts/use-text.js';
import { ActProblem } from './act-problem.js';
import { ContactForm, EscalateForm, NoteForm, ResolveForm } from './act-forms.js';

type Form = 'note' | 'resolve' | 'contact' | 'escalate';

/** The officer's hand: one press each, with a short form in place where a word is needed. */
export function Acts({ alert }: { readonly alert: AlertDetail }): ReactElement {
  const say = useText();
  const { account } = useWatch();
  const act = useAct(alert.id);
  const [form, setForm] = useState<Form>();
  const resolved = alert.state === 'resolved' || alert.state === 'suppressed';
  const heard = alert.ackedAt !== null;
  const send = (wanted: Act): void => act.mutate(wanted, { onSuccess: () => setForm(undefined) });
  const toggle = (wanted: Form) => () => setForm((shown) => (shown === wanted ? undefined : wanted));
  useKeyActs(alert.id, (key) => {
    if (key === 'note') setForm('note');
    else if (resolved) return;
    else if (key === 'resolve') setForm('resolve');
    else if (key === 'ack' ? !heard : alert.owner === null) send({ act: key });
  });
  return (
    <section className="acts">
      <div className="acts-bar">
        {!resolved && (
          <>
            <ActButton
              name="claim"
              hint="c"
              primary={alert.owner === null}
              disabled={alert.owner !== null || act.isPending}
              press={() => send({ act: 'claim' })}
            />
            <ActButton name="ack" hint="a" disabled={heard || act.isPending} press={() => send({ act: 'ack' })} />
            <ActButton
              name="resolve"
              hint="r"
              primary={alert.owner?.id === account.id}
              expanded={form === 'resolve'}
              press={toggle('resolve')}
            />
          </>
        )}
        <ActButton name="note" hint="n" expanded={form === 'note'} press={toggle('note')} />
        {!resolved && <ActButton name="contact" expanded={form === 'contact'} press={toggle('contact')} />}
        {!resolved && <ActButton name="escalate" expanded={form === 'escalate'} press={toggle('escalate')} />}
      </div>
      <p className="acts-state faded" role="status">
        {alert.owner?.id === account.id && say('act.mine')}
        {alert.owner?.id === account.id && heard && ' · '}
        {heard && say('act.acked')}
        {act.isPending && ` ${say('act.sending')}`}
      </p>
      {form === 'note' && <NoteForm send={send} cancel={toggle('note')} pending={act.isPending} />}
      {form === 'resolve' && <ResolveForm send={send} cancel={toggle('resolve')} pending={act.isPending} />}
      {form === 'contact' && <ContactForm send={send} cancel={toggle('contact')} pending={act.isPending} />}
      {form === 'escalate' && <EscalateForm send={send} cancel={toggle('escalate')} pending={act.isPending} />}
      {act.isError && <ActProblem problem={act.error} />}
    </section>
  );
}

interface ButtonProps {
  readonly name: Act['act'];
  readonly hint?: string;
  readonly primary?: boolean;
  readonly disabled?: boolean;
  readonly expanded?: boolean;
  readonly press: () => void;
}

function ActButton({ name, hint, primary = false, disabled = false, expanded, press }: ButtonProps): ReactElement {
  const say = useText();
  return (
    <Button
      type={primary ? 'primary' : 'default'}
      disabled={disabled}
      aria-expanded={expanded}
      aria-keyshortcuts={hint}
      data-testid={`act-${name}`}
      onClick={press}
    >
      {say(`act.${name}`)}
      {hint !== undefined && <kbd aria-hidden>{hint}</kbd>}
    </Button>
  );
}

/** Does what a key on the queue asked for, once. */
function useKeyActs(id: string, act: (key: KeyAct) => void): void {
  const pending = useStore(pendingAct);
  const perform = useEffectEvent(act);
  useEffect(() => {
    if (pending?.id !== id) return;
    pendingAct.set(undefined);
    perform(pending.act);
  }, [pending, id]);
}
