import type { Answer, TestApp } from './app.js';

export interface ClientCall {
  readonly query?: Readonly<Record<string, string | readonly string[]>>;
  readonly body?: unknown;
  readonly form?: {
    readonly fields: Readonly<Record<string, string>>;
    readonly file: { readonly field: string; readonly name: string; readonly content: string };
  };
}

/**
 * The web client's own proxy, as it is: the query string of a POST, PUT, PATCH or DELETE is dropped, the body of a DELETE too,
 * uploads are sent on as text, and the token of the sign-in goes along as bearer. Whatever a page does has to work through it.
 */
export class ClientProxy {
  private constructor(
    private readonly app: TestApp,
    private readonly headers: Readonly<Record<string, string>>,
  ) {}

  static async signIn(app: TestApp, email: string, password: string): Promise<ClientProxy> {
    const { status, body } = await app.post('/api/v1/auth/login', { body: { email, password } });
    if (status !== 200) throw new Error(`sign-in of ${email} answered ${status}`);
    return new ClientProxy(app, { authorization: `Bearer ${body.access_token as string}` });
  }

  async call(
    method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE',
    path: string,
    { query, body, form }: ClientCall = {},
  ): Promise<Answer> {
    const search = new URLSearchParams();
    for (const [name, values] of Object.entries(query ?? {})) {
      for (const value of typeof values === 'string' ? [values] : values) search.append(name, value);
    }
    const url = `/api/v1/${path}${method === 'GET' && search.size > 0 ? `?${search.toString()}` : ''}`;
    if (form)
      return this.app.upload(url, { ...form.fields }, form.file, {
        id: '',
        email: '',
        password: '',
        headers: { ...this.headers },
      });
    return this.app.call(method, url, {
      headers: { ...this.headers },
      ...(method === 'DELETE' || body === undefined ? {} : { body }),
    });
  }
}
