import { useMutation, useQuery } from '@tanstack/react-query';
import { Button, Input, Select } from 'antd';
import { useRef, useState, type ReactElement } from 'react';
import { useNavigate } from 'react-router';
import { answerOf, api } from '../api/client.js';
import { sendOnce } from '../api/idempotency.js';
import { keys } from '../api/queries.js';
import { ProblemPanel } from '../app/problem-panel.js';
import { useText } from '../texts/use-text.js';
import { readPointsAgain } from './queries.js';
import { lineAt } from './line-at.js';

/** The text of a scheme, checked before it is kept: each fault leads to its line. What is kept is a new version. */
export function SchemeEditor({ document: given }: { readonly document: string }): ReactElement {
  const say = useText();
  const go = useNavigate();
  const place = useRef<HTMLTextAreaElement>(null);
  const [text, setText] = useState(given);
  const [note, setNote] = useState('');
  const checking = useMutation({
    mutationFn: (document: string) => answerOf(api.POST('/api/v1/points-scheme-check', { body: { document } })),
  });
  const saving = useMutation({
    mutationFn: () =>
      sendOnce(`scheme ${note} ${text}`, (header) =>
        answerOf(
          api.POST('/api/v1/points-schemes', { params: { header }, body: { document: text, note: note.trim() } }),
        ),
      ),
    onSuccess: ({ id }) => void go(`/points/${id}`),
    onSettled: readPointsAgain,
  });
  const show = (line: number): void => {
    const { start, end } = lineAt(text, line);
    place.current?.focus();
    place.current?.setSelectionRange(start, end);
  };
  const faults = checking.data?.faults;
  return (
    <form
      className="act-form"
      data-testid="scheme-editor"
      onSubmit={(event) => {
        event.preventDefault();
        checking.mutate(text, { onSuccess: (found) => found.faults.length === 0 && saving.mutate() });
      }}
    >
      {given === '' && <Examples take={setText} />}
      <textarea
        ref={place}
        className="points-document"
        rows={24}
        spellCheck={false}
        aria-label={say('points.schemeText')}
        value={text}
        onChange={({ target }) => setText(target.value)}
      />
      {faults?.length === 0 && <p>{say('points.noFaults')}</p>}
      <ul className="log" data-testid="scheme-faults">
        {(faults ?? []).map(({ pointer, line, detail }) => (
          <li key={`${line}${pointer}${detail}`} role="alert">
            <Button size="small" type="link" onClick={() => show(line)}>
              {say('points.line', { line })}
            </Button>
            <code>{pointer}</code> {detail}
          </li>
        ))}
      </ul>
      <Input
        aria-label={say('points.schemeNote')}
        placeholder={say('points.schemeNote')}
        maxLength={2_000}
        value={note}
        onChange={({ target }) => setNote(target.value)}
      />
      <div className="act-form-end">
        <Button onClick={() => checking.mutate(text)} disabled={text === ''} loading={checking.isPending}>
          {say('points.check')}
        </Button>
        <Button
          type="primary"
          htmlType="submit"
          disabled={text === given || note.trim() === ''}
          loading={saving.isPending}
        >
          {say('points.saveScheme')}
        </Button>
      </div>
      {checking.isError && <ProblemPanel problem={checking.error} />}
      {saving.isError && <ProblemPanel problem={saving.error} />}
    </form>
  );
}

function Examples({ take }: { readonly take: (document: string) => void }): ReactElement {
  const say = useText();
  const examples = useQuery({
    queryKey: [...keys.points, 'examples'],
    queryFn: async () => (await answerOf(api.GET('/api/v1/points-scheme-examples'))).items,
  });
  return (
    <Select<string>
      aria-label={say('points.beginFrom')}
      placeholder={say('points.beginFrom')}
      loading={examples.isPending}
      onChange={(code) => take(examples.data?.find((one) => one.code === code)?.document ?? '')}
      options={(examples.data ?? []).map(({ code, name }) => ({ value: code, label: name }))}
    />
  );
}
