import type { ReactElement } from 'react';
import { ApiProblem } from '../api/problem.js';
import { useNow } from '../app/clock.js';
import { ProblemPanel, reasonOf } from '../app/problem-panel.js';
import { shortTime } from '../app/time.js';
import { useText } from '../texts/use-text.js';
import { obstacleIn } from './conflict.js';

/** Why an act had no effect; when somebody else was first, who, when and with what. */
export function ActProblem({ problem }: { readonly problem: Error }): ReactElement {
  const say = useText();
  const now = useNow();
  if (!(problem instanceof ApiProblem) || problem.status !== 409) return <ProblemPanel problem={problem} />;
  const reason = reasonOf(say, problem);
  const other = obstacleIn(problem.problem);
  return (
    <p className="act-conflict" role="alert" data-testid="act-conflict">
      {other
        ? say('act.conflict', { reason, who: other.who, at: shortTime(other.at, now), what: say(`act.${other.act}`) })
        : say('act.conflictUnknown', { reason })}
    </p>
  );
}
