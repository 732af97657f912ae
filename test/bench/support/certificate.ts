import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

/** A certificate that a broker of a measurement shows, made with openssl: Node makes keys and no certificates. */
export function makeCertificate(folder: string): { readonly key: string; readonly cert: string } {
  const [key, cert] = [join(folder, 'mqtt.key'), join(folder, 'mqtt.crt')];
  const kind = [
    '-newkey',
    'ec',
    '-pkeyopt',
    'ec_paramgen_curve:prime256v1',
    '-nodes',
    '-days',
    '2',
    '-subj',
    '/CN=bench',
  ];
  execFileSync('openssl', ['req', '-x509', ...kind, '-keyout', key, '-out', cert], { stdio: 'ignore' });
  return { key, cert };
}
