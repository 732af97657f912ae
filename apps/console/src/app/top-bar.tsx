import { useMutation } from '@tanstack/react-query';
import { QuestionCircleOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useMemo, type ReactElement } from 'react';
import { Link, NavLink, useLocation } from 'react-router';
import { answerOf, api } from '../api/client.js';
import { cursors } from '../api/line.js';
import { changePerson, useDivisions } from '../api/queries.js';
import { AppearanceSwitch, LanguageSwitch } from '../session/switches.js';
import { SoundControl } from '../sound/sound-control.js';
import { useText } from '../texts/use-text.js';
import { LineIndicator } from './line-indicator.js';
import { divisionName } from './place-name.js';
import { usePreferences } from './preferences.js';
import { OpenCounts } from './open-counts.js';
import { Search } from './search.js';
import { seesAlerts, seesAudit, useWatch } from './watch.js';

async function signOut(): Promise<void> {
  await answerOf(api.POST('/api/v1/auth/logout'));
  cursors.forget();
  changePerson(null);
}

export function TopBar({ help }: { readonly help: () => void }): ReactElement {
  const say = useText();
  const { account } = useWatch();
  const atWatch = !/^\/(devices|audit|backtests|points)/.test(useLocation().pathname);
  const leaving = useMutation({ mutationFn: signOut });
  return (
    <header className="top">
      <strong className="top-brand">{say('app.name')}</strong>
      <Jurisdiction />
      {seesAlerts(account) && <LineIndicator />}
      {seesAlerts(account) && <OpenCounts />}
      <nav className="top-nav" aria-label={say('shell.navigation')}>
        {seesAlerts(account) && (
          <Link to="/" aria-current={atWatch ? 'page' : undefined}>
            {say('shell.watch')}
          </Link>
        )}
        <NavLink to="/devices">{say('shell.devices')}</NavLink>
        {seesAlerts(account) && <NavLink to="/points">{say('shell.points')}</NavLink>}
        {seesAlerts(account) && <NavLink to="/backtests">{say('shell.backtests')}</NavLink>}
        {seesAudit(account) && <NavLink to="/audit">{say('shell.audit')}</NavLink>}
      </nav>
      <span className="top-space" />
      {seesAlerts(account) && <Search />}
      {seesAlerts(account) && <SoundControl />}
      <span className="top-who" title={say(`role.${account.role}`)}>
        {account.displayName}
      </span>
      <LanguageSwitch />
      <AppearanceSwitch />
      <Button
        type="text"
        icon={<QuestionCircleOutlined />}
        onClick={help}
        aria-label={say('shell.help')}
        title={`${say('shell.help')}  ?`}
      />
      <Button type="text" loading={leaving.isPending} onClick={() => leaving.mutate()}>
        {say('shell.signOut')}
      </Button>
    </header>
  );
}

function Jurisdiction(): ReactElement {
  const { account } = useWatch();
  const { language } = usePreferences();
  const divisions = useDivisions().data;
  const name = useMemo(
    () => divisionName(divisions ?? [], account.division, language),
    [divisions, account.division, language],
  );
  return (
    <span className="top-place" title={account.division}>
      {name}
    </span>
  );
}
