import { QueryClientProvider } from '@tanstack/react-query';
import { ConfigProvider } from 'antd';
import enUS from 'antd/locale/en_US';
import zhCN from 'antd/locale/zh_CN';
import { useEffect, useMemo, useSyncExternalStore, type ReactElement } from 'react';
import { IntlProvider } from 'react-intl';
import { BrowserRouter } from 'react-router';
import { queryClient } from '../api/queries.js';
import { catalogues } from '../texts/catalogue.js';
import { cssVariables, palettes, type Appearance } from './palette.js';
import { usePreferences } from './preferences.js';
import { Pages } from './pages.js';
import { antTheme } from './theme.js';

const stillness = window.matchMedia('(prefers-reduced-motion: reduce)');
const watchStillness = (listener: () => void): (() => void) => {
  stillness.addEventListener('change', listener);
  return () => stillness.removeEventListener('change', listener);
};

/** Language and colours around everything. */
export function App(): ReactElement {
  const { language, appearance } = usePreferences();
  const still = useSyncExternalStore(watchStillness, () => stillness.matches);
  const theme = useMemo(() => antTheme(appearance, still), [appearance, still]);
  useEffect(() => paint(appearance), [appearance]);
  useEffect(() => {
    document.documentElement.lang = language;
    document.title = catalogues[language]['app.title'];
  }, [language]);
  return (
    <IntlProvider locale={language} messages={catalogues[language]}>
      <ConfigProvider
        theme={theme}
        locale={language === 'en' ? enUS : zhCN}
        button={{ autoInsertSpace: false }}
        wave={{ disabled: true }}
      >
        <QueryClientProvider client={queryClient}>
          <BrowserRouter>
            <Pages />
          </BrowserRouter>
        </QueryClientProvider>
      </ConfigProvider>
    </IntlProvider>
  );
}

function paint(appearance: Appearance): void {
  const { style, dataset } = document.documentElement;
  for (const [name, colour] of Object.entries(cssVariables(palettes[appearance]))) style.setProperty(name, colour);
  style.colorScheme = appearance;
  dataset['appearance'] = appearance;
}
