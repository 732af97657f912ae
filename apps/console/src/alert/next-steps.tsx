import type { ReactElement } from 'react';
import type { AlertKind } from '#libs/protocol';
import type { TextKey } from '../texts/catalogue.js';
import { useText } from '../texts/use-text.js';

/** What an officer goes through, in order. A kind of alert without its steps does not compile. */
const steps = {
  'zone.exit': ['step.call', 'step.leave', 'step.look', 'step.visit'],
  'zone.entry': ['step.call', 'step.protect', 'step.look', 'step.visit'],
  'strap.open': ['step.call', 'step.inspect', 'step.replace', 'step.visit'],
  'device.silent': ['step.call', 'step.battery', 'step.coverage', 'step.visit'],
  'clock.wrong': ['step.restart', 'step.clock', 'step.replace'],
  sos: ['step.call', 'step.look', 'step.help'],
  'case.open': ['step.call', 'step.inspect', 'step.replace', 'step.visit'],
  'strap.pattern': ['step.call', 'step.inspect', 'step.replace', 'step.visit'],
  'power.off': ['step.call', 'step.battery', 'step.visit', 'step.restart'],
  'battery.low': ['step.call', 'step.charge', 'step.watch'],
  'battery.critical': ['step.call', 'step.charge', 'step.visit'],
  'data.gap': ['step.call', 'step.coverage', 'step.gaps', 'step.replace'],
  'leave.deviation': ['step.call', 'step.leave', 'step.look', 'step.orderBack'],
  'leave.overdue': ['step.call', 'step.reportBack', 'step.orderBack', 'step.visit'],
  'zone.absent': ['step.call', 'step.hours', 'step.leave', 'step.visit'],
  'device.no_position': ['step.call', 'step.sky', 'step.coverage', 'step.visit'],
  'movement.implausible': ['step.look', 'step.locate', 'step.call', 'step.replace'],
  'jamming.suspected': ['step.call', 'step.look', 'step.visit', 'step.inspect'],
  'device.separated': ['step.call', 'step.video', 'step.visit', 'step.inspect'],
  'zone.approach': ['step.look', 'step.call', 'step.protect'],
  'abscondment.suspected': ['step.call', 'step.search', 'step.look', 'step.police'],
  'order.ending': ['step.assess', 'step.renew', 'step.remove'],
  'order.uncovered': ['step.call', 'step.bind', 'step.reports', 'step.visit'],
  gathering: ['step.look', 'step.call', 'step.place', 'step.visit'],
  'contact.forbidden': ['step.protect', 'step.call', 'step.look', 'step.visit'],
} as const satisfies Record<AlertKind, readonly TextKey[]>;

export function NextSteps({ kind }: { readonly kind: AlertKind }): ReactElement {
  const say = useText();
  return (
    <section>
      <h3>{say('alert.next')}</h3>
      <ol className="steps">
        {steps[kind].map((step) => (
          <li key={step}>{say(step)}</li>
        ))}
      </ol>
    </section>
  );
}
