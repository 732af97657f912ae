import { useMutation, useQuery } from '@tanstack/react-query';
import { Button, Input } from 'antd';
import { useState, type ReactElement } from 'react';
import { Link } from 'react-router';
import type { ForbiddenContact, Supervisee } from '#libs/protocol';
import { answerOf, api } from '../api/client.js';
import { sendOnce } from '../api/idempotency.js';
import { keys, queryClient } from '../api/queries.js';
import { Moment } from '../app/moment.js';
import { ProblemPanel } from '../app/problem-panel.js';
import { mayAct, useWatch } from '../app/watch.js';
import { useText } from '../texts/use-text.js';
import { CoOffenderForm, ProtectedPersonForm, type WantedContact } from './keep-away-forms.js';

const again = (id: string): Promise<void> => queryClient.invalidateQueries({ queryKey: keys.forbiddenContacts(id) });

/** Whom somebody must keep away from (禁止接触): protected persons by their designation, and co-offenders. */
export function KeepAway({ person }: { readonly person: Supervisee }): ReactElement {
  const say = useText();
  const { account } = useWatch();
  const [adding, setAdding] = useState<ForbiddenContact['kind'] | null>(null);
  const path = { id: person.id };
  const contacts = useQuery({
    queryKey: keys.forbiddenContacts(person.id),
    queryFn: () => answerOf(api.GET('/api/v1/supervisees/{id}/forbidden-contacts', { params: { path } })),
  });
  const saving = useMutation({
    mutationFn: (body: WantedContact) =>
      sendOnce(`keep away ${person.id} ${JSON.stringify(body)}`, (header) =>
        answerOf(api.POST('/api/v1/supervisees/{id}/forbidden-contacts', { params: { path, header }, body })),
      ),
    onSuccess: () => setAdding(null),
    onSettled: () => again(person.id),
  });
  const mayWrite = mayAct(account);
  const form = { pending: saving.isPending, save: saving.mutate, cancel: () => setAdding(null) };
  return (
    <section>
      <h3>{say('keepAway.title')}</h3>
      {contacts.isError && <ProblemPanel problem={contacts.error} retry={() => void contacts.refetch()} />}
      {contacts.data?.items.length === 0 && <p className="faded">{say('keepAway.none')}</p>}
      <ol className="log" aria-label={say('keepAway.title')} data-testid="forbidden-contacts">
        {(contacts.data?.items ?? []).map((contact) => (
          <OneContact key={contact.id} contact={contact} of={person.id} mayWrite={mayWrite} />
        ))}
      </ol>
      {adding === 'protected_person' && <ProtectedPersonForm {...form} />}
      {adding === 'co_offender' && <CoOffenderForm {...form} />}
      {saving.isError && <ProblemPanel problem={saving.error} />}
      {mayWrite && adding === null && (
        <>
          <Button size="small" onClick={() => setAdding('protected_person')}>
            {say('keepAway.addProtected')}
          </Button>{' '}
          <Button size="small" onClick={() => setAdding('co_offender')}>
            {say('keepAway.addCoOffender')}
          </Button>
        </>
      )}
    </section>
  );
}

interface OneProps {
  readonly contact: ForbiddenContact;
  readonly of: string;
  readonly mayWrite: boolean;
}

function OneContact({ contact, of, mayWrite }: OneProps): ReactElement {
  const say = useText();
  const last = contact.versions.at(-1);
  return (
    <li data-contact-id={contact.id} data-state={contact.state}>
      <b>{say(`contactKind.${contact.kind}`)}</b>{' '}
      {contact.other === null ? (
        contact.designation
      ) : (
        <Link to={`/supervisees/${contact.other.id}`}>{contact.other.name}</Link>
      )}
      <div className="faded">
        {say(`recordState.${contact.state}`)}
        {last && (
          <>
            {' '}
            <Moment at={last.at} /> {last.note}
          </>
        )}
        {contact.buffer !== null && <> · {say('keepAway.bufferIs', { metres: contact.buffer })}</>}
      </div>
      <p className="note">{contact.basis}</p>
      {contact.kind === 'protected_person' && mayWrite && <Place id={contact.id} />}
      {contact.state === 'in_force' && mayWrite && <Withdrawing id={contact.id} of={of} />}
    </li>
  );
}

/** Name and address of a protected person, for a stated purpose; kept no longer than they are looked at. */
function Place({ id }: { readonly id: string }): ReactElement {
  const say = useText();
  const [purpose, setPurpose] = useState('');
  const looking = useMutation({
    mutationFn: () =>
      answerOf(api.GET('/api/v1/forbidden-contacts/{id}/place', { params: { path: { id }, query: { purpose } } })),
    gcTime: 0,
  });
  if (looking.data) {
    return (
      <p className="note" data-testid="protected-place">
        {looking.data.personName} · {looking.data.placeName}
      </p>
    );
  }
  return (
    <div className="act-form">
      <Input
        aria-label={say('keepAway.purpose')}
        placeholder={say('keepAway.purpose')}
        value={purpose}
        maxLength={500}
        onChange={({ target }) => setPurpose(target.value)}
      />
      <div className="act-form-end">
        <span className="faded">{say('keepAway.seeing')}</span>
        <Button
          size="small"
          disabled={purpose.trim().length < 2}
          loading={looking.isPending}
          onClick={() => looking.mutate()}
        >
          {say('keepAway.see')}
        </Button>
      </div>
      {looking.isError && <ProblemPanel problem={looking.error} />}
    </div>
  );
}

function Withdrawing({ id, of }: { readonly id: string; readonly of: string }): ReactElement {
  const say = useText();
  const [reason, setReason] = useState('');
  const withdrawing = useMutation({
    mutationFn: () =>
      sendOnce(`withdraw contact ${id} ${reason}`, (header) =>
        answerOf(
          api.POST('/api/v1/forbidden-contacts/{id}/withdraw', { params: { path: { id }, header }, body: { reason } }),
        ),
      ),
    onSettled: () => again(of),
  });
  return (
    <div className="act-form">
      <Input
        aria-label={say('keepAway.withdrawReason')}
        placeholder={say('keepAway.withdrawReason')}
        value={reason}
        maxLength={1_000}
        onChange={({ target }) => setReason(target.value)}
      />
      <div className="act-form-end">
        <Button
          size="small"
          disabled={reason.trim() === ''}
          loading={withdrawing.isPending}
          onClick={() => withdrawing.mutate()}
        >
          {say('keepAway.withdraw')}
        </Button>
      </div>
      {withdrawing.isError && <ProblemPanel problem={withdrawing.error} />}
    </div>
  );
}
