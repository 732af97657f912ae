import { MoonOutlined, SunOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import type { ReactElement } from 'react';
import { prefer, usePreferences } from '../app/preferences.js';
import { languageNames } from '../texts/catalogue.js';
import { useText } from '../texts/use-text.js';

/** The language is offered in itself: who cannot read this page can read that word. */
export function LanguageSwitch(): ReactElement {
  const { language } = usePreferences();
  const other = language === 'en' ? 'zh-CN' : 'en';
  return (
    <Button type="text" lang={other} data-testid="language" onClick={() => prefer({ language: other })}>
      {languageNames[other]}
    </Button>
  );
}

export function AppearanceSwitch(): ReactElement {
  const say = useText();
  const { appearance } = usePreferences();
  const other = appearance === 'dark' ? 'light' : 'dark';
  return (
    <Button
      type="text"
      data-testid="appearance"
      aria-label={say(other === 'dark' ? 'shell.toDark' : 'shell.toLight')}
      title={say(other === 'dark' ? 'shell.toDark' : 'shell.toLight')}
      icon={other === 'dark' ? <MoonOutlined /> : <SunOutlined />}
      onClick={() => prefer({ appearance: other })}
    />
  );
}
