import type { ReactElement } from 'react';
import { useDivisions } from '../api/queries.js';
import { useNow } from '../app/clock.js';
import { zoneName } from '../app/place-name.js';
import { usePreferences } from '../app/preferences.js';
import { duration, useText } from '../texts/use-text.js';
import { sentenceFacts, type Told } from './sentence.js';

/** What it is about in one sentence that can be read out on the phone. */
export function Sentence({ alert }: { readonly alert: Told }): ReactElement {
  return (
    <p className="sentence" data-testid="sentence">
      <Words alert={alert} />
    </p>
  );
}

export function Words({ alert }: { readonly alert: Told }): ReactElement {
  const say = useText();
  const { language } = usePreferences();
  const divisions = useDivisions().data ?? [];
  const { lasting, values } = sentenceFacts(alert, useNow(), say('alert.unknown'));
  const zone = zoneName(divisions, String(values['zone'] ?? ''), language);
  return <>{say(`sentence.${alert.kind}`, { ...values, zone, duration: duration(say, lasting) })}</>;
}
