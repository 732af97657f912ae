import type { ReactElement } from 'react';
import type { Severity } from '#libs/protocol';
import { useText } from '../texts/use-text.js';
import { outlines } from './shapes.js';

interface Props {
  readonly severity: Severity;
  /** Over, and still to be looked at: the same shape, hollow. */
  readonly hollow?: boolean;
  readonly size?: number;
}

/** Shape and colour say the severity, either of them alone. */
export function SeverityMark({ severity, hollow = false, size = 12 }: Props): ReactElement {
  const say = useText();
  return (
    <svg
      className={`mark mark-${severity}`}
      data-hollow={hollow}
      width={size}
      height={size}
      viewBox="-6 -6 12 12"
      role="img"
      aria-label={say(`severity.${severity}`)}
    >
      <path d={outlines[severity]} />
    </svg>
  );
}
