import { Button } from 'antd';
import type { ReactElement } from 'react';
import { ApiProblem } from '../api/problem.js';
import { useText, wordFor, type Say } from '../texts/use-text.js';
import { NoPermission } from './no-permission.js';

interface Props {
  readonly problem: Error;
  readonly retry?: () => void;
  /** It is the whole page. */
  readonly alone?: boolean;
}

/** What happened, in words. */
export function reasonOf(say: Say, problem: Error): string {
  if (!(problem instanceof ApiProblem)) return say('error.fault.unexpected');
  return problem.code === 'unreachable' ? say('problem.unreachable') : wordFor(say, 'error', problem.code);
}

/** What happened, what is safe, what to do, and a number to quote. */
export function ProblemPanel({ problem, retry, alone = false }: Props): ReactElement {
  const say = useText();
  if (problem instanceof ApiProblem && problem.status === 403) return <NoPermission reason={reasonOf(say, problem)} />;
  const unheard = problem instanceof ApiProblem && problem.status === 0;
  const reference =
    problem instanceof ApiProblem ? (problem.reference ?? `${problem.status} ${problem.code}`) : problem.name;
  return (
    <section className={alone ? 'problem problem-alone' : 'problem'} role="alert">
      <h2>{say('problem.title')}</h2>
      <p>{reasonOf(say, problem)}</p>
      <p className="faded">{say(unheard ? 'problem.uncertain' : 'problem.safe')}</p>
      <p className="faded">{say(unheard ? 'problem.again' : 'problem.todo')}</p>
      <p className="faded">
        {say('problem.number')} <code>{reference}</code>
      </p>
      {retry && <Button onClick={retry}>{say('problem.retry')}</Button>}
    </section>
  );
}
