import { useQuery } from '@tanstack/react-query';
import { AutoComplete, Input } from 'antd';
import { useEffect, useState, type ReactElement } from 'react';
import { useNavigate } from 'react-router';
import { answerOf, api } from '../api/client.js';
import { useText } from '../texts/use-text.js';

const FOUND = 20;
/** Long enough not to ask for every stroke of an input method. */
const PAUSE_MS = 250;

/** Anybody of the jurisdiction by name; Enter opens the dossier. */
export function Search(): ReactElement {
  const say = useText();
  const go = useNavigate();
  const [typed, setTyped] = useState('');
  const asked = useAfterPause(typed.trim());
  const found = useQuery({
    queryKey: ['search', asked],
    enabled: asked.length > 0,
    queryFn: () => answerOf(api.GET('/api/v1/supervisees', { params: { query: { search: asked, limit: FOUND } } })),
  });
  const options = asked.length === 0 ? [] : (found.data?.items ?? []);
  return (
    <AutoComplete
      className="search"
      value={typed}
      options={options.map(({ id, name, division }) => ({ value: id, label: `${name} · ${division}` }))}
      onChange={(value: string | undefined) => setTyped(value ?? '')}
      onSelect={(id: string | undefined) => {
        setTyped('');
        if (id !== undefined) void go(`/supervisees/${id}`);
      }}
      defaultActiveFirstOption
      notFoundContent={asked.length > 0 && found.isSuccess ? say('search.none') : null}
    >
      <Input id="search" type="search" aria-label={say('search.label')} placeholder={`${say('search.label')}  /`} />
    </AutoComplete>
  );
}

function useAfterPause(value: string): string {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = window.setTimeout(() => setSettled(value), PAUSE_MS);
    return () => window.clearTimeout(timer);
  }, [value]);
  return settled;
}
