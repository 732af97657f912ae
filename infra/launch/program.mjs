import { spawn } from 'node:child_process';

const running = new Set();

/** Runs a program quietly; what it said is told when it fails. */
export function run(program, args, trouble) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'] });
    const said = [];
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (data) => said.push(data));
    running.add(child);
    child.once('error', (error) => reject(new Error(`${trouble}: ${error.message}`)));
    child.once('close', (code, signal) => {
      running.delete(child);
      if (code === 0) resolve();
      else reject(new Error(`${Buffer.concat(said).toString()}${trouble}: ${program} ended with ${code ?? signal}`));
    });
  });
}

export function endPrograms() {
  for (const child of running) child.kill('SIGTERM');
}
