import { useMemo, type ReactElement } from 'react';
import { justNow } from '../api/use-line.js';
import { useStore } from '../app/store.js';
import { useText } from '../texts/use-text.js';

/** Says new alerts to those who listen to the page: the severe at once, the others when there is a pause. */
export function Announcer(): ReactElement {
  const say = useText();
  const events = useStore(justNow);
  const { assertive, polite } = useMemo(() => {
    const opened = events.flatMap((event) => (event.type === 'alert.opened' ? [event.data] : []));
    const severe = opened.filter(({ severity }) => severity === 'critical' || severity === 'serious');
    const sentence = (alerts: typeof opened): string =>
      alerts
        .map(({ severity, kind, superviseeName: name }) =>
          say('queue.announce', { severity: say(`severity.${severity}`), kind: say(`kind.${kind}`), name }),
        )
        .join(' ');
    return { assertive: sentence(severe), polite: sentence(opened.filter((alert) => !severe.includes(alert))) };
  }, [events, say]);
  return (
    <div className="unseen">
      <div role="alert" aria-live="assertive" data-testid="announce-severe">
        {assertive}
      </div>
      <div role="status" aria-live="polite">
        {polite}
      </div>
    </div>
  );
}
