import mqtt from 'mqtt';

/**
 * The least that a platform could do: a bare mqtt.js subscriber that acknowledges what it has received, and counts it. A
 * process of its own, as ingest is. Writes a line a second: how much it has received, and when it received the last.
 */
const client = await mqtt.connectAsync(process.argv[2] ?? '', { clientId: 'ingest', clean: false });
let received = 0;
let last = Date.now();
client.on('message', () => {
  received += 1;
  last = Date.now();
});
await client.subscribeAsync('wristband/v1/+/up', { qos: 1 });
setInterval(() => process.stdout.write(`${JSON.stringify({ received, last })}\n`), 200);
process.stdin.resume().once('end', () => process.exit());
