import { lstatSync, mkdirSync, readlinkSync, rmSync, symlinkSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';

const TURN = '.cache/launcher';

/** Two commands at once must not install or build over each other: the second waits until the first is through. */
export async function inTurn(tell, work) {
  mkdirSync('.cache', { recursive: true });
  for (let tries = 0; !take(); tries += 1) {
    if (tries === 0) tell('Another command is building: waiting for it');
    await pause(100);
  }
  process.once('exit', giveBack);
  try {
    await work();
  } finally {
    giveBack();
    process.off('exit', giveBack);
  }
}

/** A link that points to our number: it is made with its content, or not at all. */
function take() {
  try {
    symlinkSync(String(process.pid), TURN);
    return true;
  } catch (error) {
    if (error.code !== 'EEXIST') throw error;
    if (!holderLives()) rmSync(TURN, { force: true });
    return false;
  }
}

function holderLives() {
  try {
    process.kill(Number(readlinkSync(TURN)), 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM' || lstatSync(TURN, { throwIfNoEntry: false }) === undefined;
  }
}

function giveBack() {
  rmSync(TURN, { force: true });
}
