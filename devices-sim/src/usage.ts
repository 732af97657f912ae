/** Arguments that do not make sense: told in one line, with the usage below it. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

const commands: Readonly<Record<string, string>> = {
  fleet: `  fleet  --devices N [--interval S] [--scenario FILE] [--seed N] [--duration S] [--truth FILE]
         N wristbands on believable daily routines, one MQTT connection each
         --connections C --mqtt mqtt://user:secret@host   C shared connections as the platform's user, for load`,
  load: `  load   --devices N (--rate R | --interval S) --seconds S --mqtt URL (--connections C | --credentials FILE)
         many wristbands in one process: R records a second of all together; the last line tells in JSON what it came to
         C shared connections as the platform's user named in the URL, or one each with its own secret
         [--records N] [--batch N]      records in a message: usually, and at most       [--prefix load-]
         [--backlog SHARE] [--dead-zone S] [--shuffle] [--history N]   sent late, out of order, N waiting at the start
         [--duplicates SHARE] [--holes SHARE] [--gone SHARE] [--memory-losses N]   the last: N wristbands a minute
         [--straps SHARE]   of the wristbands, whose straps are opened and closed again
         [--sent FILE]   what was sent, one line a record   [--deaf]   does not wait for the platform's acknowledgements
         [--capacity N] [--patience S] [--wait S] [--window N] [--dials N]`,
  replay: `  replay FILE.gpx|FILE.csv --device ID [--speed X] [--keep-times] [--secret S] [--wait S]
         a recorded track as a wristband; ends when the platform has stored the last fix`,
  truth: `  truth  --scenario FILE [--seed N] [--start ISO] [--duration S] [--every S] [--devices N]
         who was really where, and each violation with start and end, as NDJSON`,
  demo: `  demo   the people of the demonstration, until it is stopped`,
};

/** How to call one command, or all of them. */
export const usageOf = (command: string | undefined): string => `Usage: npm run sim -- <command>

${commands[command ?? ''] ?? Object.values(commands).join('\n')}

  --mqtt URL --credentials FILE   a broker and the secrets of its wristbands ({"id":"secret"});
                                  without them, the running demonstration (DATA_DIR, .data) is used`;
