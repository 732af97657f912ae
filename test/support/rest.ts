/** The REST interface as any client would use it: over HTTP, with what the contract says and nothing else. */
export class Rest {
  private constructor(
    readonly url: string,
    readonly token: string,
  ) {}

  static async signIn(url: string, account: { username: string; password: string }): Promise<Rest> {
    const answer = await fetch(`${url}/api/v1/auth/login`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ username: account.username, password: account.password }),
    });
    if (!answer.ok) throw new Error(`sign-in of ${account.username} failed: ${answer.status} ${await answer.text()}`);
    return new Rest(url, ((await answer.json()) as { token: string }).token);
  }

  /** Status and body of any call; a body that is not JSON comes as text. */
  async call(
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<{ status: number; body: unknown }> {
    const answer = await fetch(`${this.url}/api/v1${path}`, {
      method,
      headers: {
        authorization: `Bearer ${this.token}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    return {
      status: answer.status,
      body: (answer.headers.get('content-type') ?? '').includes('json') ? JSON.parse(text || 'null') : text,
    };
  }

  async get<T>(path: string): Promise<T> {
    return this.#expect<T>('GET', path);
  }

  async post<T>(path: string, body?: unknown): Promise<T> {
    return this.#expect<T>('POST', path, body);
  }

  async #expect<T>(method: string, path: string, body?: unknown): Promise<T> {
    const { status, body: answer } = await this.call(method, path, body);
    if (status >= 300) throw new Error(`${method} ${path}: ${status} ${JSON.stringify(answer)}`);
    return answer as T;
  }
}
