import { useMutation } from '@tanstack/react-query';
import { Button, Form, Input } from 'antd';
import type { ReactElement } from 'react';
import { Link, useLocation } from 'react-router';
import { answerOf, api } from '../api/client.js';
import { reasonOf } from '../app/problem-panel.js';
import { useText } from '../texts/use-text.js';
import { AppearanceSwitch, LanguageSwitch } from './switches.js';

interface FirstAdministrator {
  readonly token: string;
  readonly username: string;
  readonly password: string;
}

/** The token of the one-time link; after `#` it never reaches a server's log. */
const tokenIn = (search: string, hash: string): string =>
  new URLSearchParams(hash.replace(/^#/, '')).get('token') ?? new URLSearchParams(search).get('token') ?? '';

export function SetUp(): ReactElement {
  const say = useText();
  const { search, hash } = useLocation();
  const making = useMutation({
    mutationFn: (body: FirstAdministrator) => answerOf(api.POST('/api/v1/setup', { body })),
  });
  const required = { required: true, message: say('session.required') };
  return (
    <main className="entrance">
      <div className="entrance-switches">
        <LanguageSwitch />
        <AppearanceSwitch />
      </div>
      <section className="entrance-box" aria-labelledby="entrance-title">
        <h1 id="entrance-title">{say('setup.title')}</h1>
        {making.isSuccess ? (
          <p role="status">
            {say('setup.done')} <Link to="/">{say('session.submit')}</Link>
          </p>
        ) : (
          <Form<FirstAdministrator>
            layout="vertical"
            requiredMark={false}
            initialValues={{ token: tokenIn(search, hash) }}
            onFinish={(entered) => making.mutate(entered)}
          >
            <Form.Item name="token" label={say('setup.token')} extra={say('setup.tokenHint')} rules={[required]}>
              <Input autoComplete="off" spellCheck={false} />
            </Form.Item>
            <Form.Item name="username" label={say('session.username')} rules={[required]}>
              <Input autoComplete="username" autoCapitalize="none" spellCheck={false} />
            </Form.Item>
            <Form.Item
              name="password"
              label={say('session.password')}
              extra={say('setup.passwordHint')}
              rules={[required, { min: 12, message: say('setup.passwordShort') }]}
            >
              <Input type="password" autoComplete="new-password" />
            </Form.Item>
            {making.isError && (
              <p className="entrance-problem" role="alert">
                {reasonOf(say, making.error)}
              </p>
            )}
            <Button type="primary" htmlType="submit" block loading={making.isPending}>
              {say('setup.submit')}
            </Button>
          </Form>
        )}
      </section>
    </main>
  );
}
