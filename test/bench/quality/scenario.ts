import { parseScenario } from '../../../devices-sim/src/scenario/scenario.js';

/**
 * Everybody of the simulation, and all error models at once. One in ten lives sixty metres inside the border, which is far
 * more than in any county: there the doubt is.
 */
export const scenarioOf = (seed: number, codes: readonly string[], people: number) =>
  parseScenario({
    name: 'quality',
    prefix: 'Q',
    seed,
    intervalSeconds: 60,
    people: codes.flatMap((division) => [
      { division, count: Math.ceil((people * 0.9) / codes.length) },
      { division, count: Math.max(1, Math.round((people * 0.1) / codes.length)), home: 'border' },
    ]),
    noise: { gnss: true, wifi: 0.3, cell: 0.1 },
    battery: true,
    duplicates: 0.02,
    backlog: 'shuffled',
    faults: {
      // Over the border on foot or by car, and far out.
      excursion: { perDay: 0.3, minutes: [1, 40], metres: [60, 380] },
      journey: { perDay: 0.02, minutes: [60, 360] },
      strap_open: { perDay: 0.02, minutes: [0.2, 20] },
      sos: { perDay: 0.02 },
      // What goes wrong with the best will.
      multipath: { perDay: 3, minutes: [3, 12], metres: [30, 120], honest: 0.5, atBorder: true },
      no_gnss: { perDay: 1, minutes: [2, 300] },
      dead_zone: { perDay: 1, minutes: [1, 90] },
      silent: { perDay: 0.05, minutes: [30, 360] },
      reboot: { perDay: 0.1, minutes: [0.5, 1.5] },
      clock_error: { perDay: 0.01, minutes: [10, 120], seconds: [400, 86_400] },
    },
  });
