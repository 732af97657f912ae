import { Input } from 'antd';
import type { ReactElement } from 'react';
import { fromWallClock } from './time.js';

interface Props {
  readonly id: string;
  readonly value: string;
  readonly change: (value: string) => void;
}

/** A time as it is written everywhere on the page, typed by hand: browsers' own fields follow the machine's language. */
export function WallTimeInput({ id, value, change }: Props): ReactElement {
  const wrong = value !== '' && fromWallClock(value) === undefined;
  return (
    <Input
      id={id}
      className="wall-time"
      value={value}
      placeholder="2026-11-23 14:02"
      inputMode="numeric"
      autoComplete="off"
      aria-invalid={wrong}
      {...(wrong ? { status: 'error' as const } : {})}
      onChange={({ target }) => change(target.value)}
    />
  );
}
