import type { ReactElement } from 'react';
import type { AlertSummary } from '#libs/protocol';
import { useDivisions } from '../api/queries.js';
import { useNow } from '../app/clock.js';
import { zoneName } from '../app/place-name.js';
import { usePreferences } from '../app/preferences.js';
import { duration, useText } from '../texts/use-text.js';
import { sentenceFacts } from './sentence.js';

export function Sentence({ alert }: { readonly alert: AlertSummary }): ReactElement {
  const say = useText();
  const { language } = usePreferences();
  const divisions = useDivisions().data ?? [];
  const { lasting, values } = sentenceFacts(alert, useNow(), say('alert.unknown'));
  const zone = zoneName(divisions, String(values['zone'] ?? ''), language);
  return (
    <p className="sentence" data-testid="sentence">
      {say(`sentence.${alert.kind}`, { ...values, zone, duration: duration(say, lasting) })}
    </p>
  );
}
