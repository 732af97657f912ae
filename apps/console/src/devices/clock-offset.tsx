import type { ReactElement } from 'react';
import { offsetOf } from '../app/clock-offset.js';
import { useText } from '../texts/use-text.js';

/** How far a wristband's clock is off, while it is. */
export function ClockOffset({ seconds }: { readonly seconds: number | null }): ReactElement | null {
  const say = useText();
  if (seconds === null) return null;
  return (
    <p className="over" data-testid="clock-offset">
      {say('devices.clock', { ...offsetOf(seconds) })}
    </p>
  );
}
