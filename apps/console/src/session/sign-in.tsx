import { useMutation } from '@tanstack/react-query';
import { Button, Form, Input } from 'antd';
import type { ReactElement } from 'react';
import { reasonOf } from '../app/problem-panel.js';
import { answerOf, api, sessionLost } from '../api/client.js';
import { changePerson } from '../api/queries.js';
import { useStore } from '../app/store.js';
import { useText } from '../texts/use-text.js';
import { AppearanceSwitch, LanguageSwitch } from './switches.js';

interface Credentials {
  readonly username: string;
  readonly password: string;
}

async function signIn(body: Credentials): Promise<void> {
  await answerOf(api.POST('/api/v1/auth/login', { body }));
  changePerson(await answerOf(api.GET('/api/v1/me')));
}

export function SignIn(): ReactElement {
  const say = useText();
  const ended = useStore(sessionLost);
  const entering = useMutation({ mutationFn: signIn });
  const required = { required: true, message: say('session.required') };
  return (
    <main className="entrance">
      <div className="entrance-switches">
        <LanguageSwitch />
        <AppearanceSwitch />
      </div>
      <section className="entrance-box" aria-labelledby="entrance-title">
        <h1 id="entrance-title">{say('app.title')}</h1>
        {ended && !entering.isError && <p role="status">{say('session.ended')}</p>}
        <Form<Credentials> layout="vertical" requiredMark={false} onFinish={(entered) => entering.mutate(entered)}>
          <Form.Item name="username" label={say('session.username')} rules={[required]}>
            <Input autoFocus autoComplete="username" autoCapitalize="none" spellCheck={false} size="large" />
          </Form.Item>
          <Form.Item name="password" label={say('session.password')} rules={[required]}>
            <Input type="password" autoComplete="current-password" size="large" />
          </Form.Item>
          {entering.isError && (
            <p className="entrance-problem" role="alert">
              {reasonOf(say, entering.error)}
            </p>
          )}
          <Button type="primary" htmlType="submit" size="large" block loading={entering.isPending}>
            {say('session.submit')}
          </Button>
        </Form>
        <p className="faded">{say('session.place')}</p>
      </section>
    </main>
  );
}
