import { demandProgram, type SystemPackage } from './programs.js';
import type { Tell } from './services.js';
import { Unusable } from './unusable.js';

const mosquitto: SystemPackage = {
  programs: ['mosquitto'],
  names: { apt: 'mosquitto', apk: 'mosquitto', dnf: 'mosquitto', yum: 'mosquitto', brew: 'mosquitto' },
  refusal: 'Mosquitto is missing and could not be installed (Debian: apt-get install mosquitto): its contract fails.',
};
const nats: SystemPackage = {
  programs: ['nats-server'],
  names: { apt: 'nats-server', apk: 'nats-server', dnf: 'nats-server', yum: 'nats-server', brew: 'nats-server' },
  refusal: 'NATS is missing and could not be installed (Debian: apt-get install nats-server): its contract fails.',
};

/** Brokers other than ours, by the variable that names them to the contract specs. Without one its specs fail. */
export async function findBrokers(tell: Tell): Promise<NodeJS.ProcessEnv> {
  return { MOSQUITTO: await pathOf(mosquitto, tell), NATS_SERVER: await pathOf(nats, tell) };
}

async function pathOf(broker: SystemPackage, tell: Tell): Promise<string | undefined> {
  try {
    return await demandProgram(broker, tell);
  } catch (error) {
    if (!(error instanceof Unusable)) throw error;
    tell(error.message);
    return undefined;
  }
}
