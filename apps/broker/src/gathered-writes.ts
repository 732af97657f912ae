import type { Writable } from 'node:stream';

/**
 * Lets what is written in one turn of the event loop go out together. Aedes writes message by message, each a system
 * call; to ingest there are thousands a second.
 */
export function gatherWrites(stream: Writable): void {
  const cork = stream.cork.bind(stream);
  let gathering = false;
  stream.cork = () => {
    cork();
    if (gathering) return;
    gathering = true;
    cork();
    setImmediate(() => {
      gathering = false;
      stream.uncork();
    });
  };
}
