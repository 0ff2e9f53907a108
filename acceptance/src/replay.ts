import { readFileSync } from 'node:fs';
import { type Answer, nobody } from './client.ts';

export interface Recorded {
  method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  path: string;
  auth?: string;
  headers?: Record<string, string>;
  body?: unknown;
  raw?: string;
  expect: number;
  save?: Record<string, string>;
}

/** Returns the requests of a fixture in order. */
export const recorded = (fixture: string): Recorded[] =>
  JSON.parse(readFileSync(new URL(`../fixtures/${fixture}`, import.meta.url), 'utf8')).requests as Recorded[];

/** Converts header names to lower case, so that they replace the caller's headers. */
const lowerCased = (headers: Record<string, string> = {}) =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));

/** Sends recorded requests. Replaces names in `<angle brackets>` by values of earlier answers. */
export class Replay {
  readonly values: Record<string, string>;
  readonly answers = new Map<string, Answer>();
  /** Values for `<base64>`, in order. */
  readonly contents: string[];

  constructor(values: Record<string, string>, contents: readonly string[]) {
    this.values = values;
    this.contents = [...contents];
  }

  value(name: string): string {
    const value = name === 'base64' ? this.contents.shift() : this.values[name];
    if (value === undefined) throw new Error(`nothing is known of <${name}>`);
    return value;
  }

  /** Sends a request, checks the recorded status and saves the named values. */
  async send({ method, path, auth, headers, body: sent, raw, expect: status, save }: Recorded): Promise<Answer> {
    const answer = await nobody.call(method, this.#fill(path), {
      ...((sent !== undefined || raw !== undefined) && { raw: raw ?? this.#fill(JSON.stringify(sent)) }),
      headers: { ...lowerCased(headers), ...(auth && { authorization: this.#fill(auth) }) },
    });
    if (answer.status !== status)
      throw new Error(`${method} ${path}: ${answer.status}, not ${status}: ${answer.text.slice(0, 500)}`);
    for (const [name, place] of Object.entries(save ?? {})) {
      const value: unknown = place.split('.').reduce((found, key) => found[key], answer.body);
      if (typeof value !== 'string') throw new Error(`${place} of ${path} is no text`);
      this.values[name] = value;
    }
    this.answers.set(`${method} ${path}`, answer);
    return answer;
  }

  /** Returns the last answer to `GET /api/…`. */
  answerTo(what: string): any {
    const answer = this.answers.get(what);
    if (!answer) throw new Error(`${what} was not sent`);
    return answer.body;
  }

  #fill(text: string): string {
    return text.replace(/<([^<>]+)>/g, (_, name: string) => this.value(name));
  }
}
