import { endpoints, type Endpoint } from '#libs/protocol';

const addresses = Object.values(endpoints).map(({ method, path }: Endpoint) => ({
  method,
  pattern: new RegExp(`^/api/v1${path.replaceAll(/\{\w+\}/g, '[^/]+')}/?$`),
}));

/** Which methods the catalogue has for an address. */
export const methodsOf = (path: string): string[] =>
  addresses.filter(({ pattern }) => pattern.test(path)).map(({ method }) => method);
