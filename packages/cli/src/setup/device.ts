import { setTimeout as sleep } from 'node:timers/promises';
import { type GoFigr, GoFigrError } from '@gofigr/client';
import { machineName } from '@gofigr/client/node';
import { openInBrowser } from '../common/browser.ts';
import { newClient } from '../common/client.ts';
import { isLocal } from '../common/profiles.ts';
import { EXIT, Failure } from '../failure.ts';
import { printable } from '../terminal/printable.ts';
import { qrCode } from '../terminal/qr-code.ts';
import type { Questions } from '../terminal/questions.ts';
import type { Account } from './dialogue.ts';
import type { KeyWish } from './key-options.ts';

const CLIENT_ID = 'gofigr-cli';
const GRANT_TYPE = 'urn:ietf:params:oauth:grant-type:device_code';
/** Seconds between two questions if the server names none, and how many more it means by `slow_down` (RFC 8628). */
const USUAL_INTERVAL = 5;
/** Seconds between two questions at least, so that a server that names 0 isn't flooded. */
const SHORTEST_INTERVAL = 1;

interface DeviceCode {
  device_code: string;
  user_code: string;
  verification_uri: string;
  verification_uri_complete?: string;
  expires_in: number;
  interval?: number;
}

/** Signs in with the browser: shows a code and waits until a person approves it there. */
export async function signInByBrowser(questions: Questions, url: string, wish: KeyWish): Promise<Account> {
  const { signal } = questions;
  const site = newClient({ url: new URL(url).origin, signal });
  const machine = machineName();
  const code = await site.call<DeviceCode>('POST', '/oauth/device/code', {
    body: { client_id: CLIENT_ID, ...(machine !== undefined && { machine }), ...wish },
  });
  const { verification_uri: page, verification_uri_complete: complete = page } = code;
  for (const line of ['Open this page in a browser and compare the code:', '', `    ${printable(page)}`])
    questions.say(line);
  questions.say(`    Code: ${printable(code.user_code)}\n`);
  // A phone can't open a page of this computer.
  if (!isLocal(page)) for (const line of qrCode(complete, questions.columns)) questions.say(line);
  if (await openInBrowser(complete)) questions.say('The browser was opened.');
  questions.say('Waiting for your approval...');
  const accessToken = await approved(site, code, signal);
  // An impatient Enter is no answer to the next question.
  questions.forgetTypedAhead();
  questions.say('  => Authenticated successfully');
  return {
    gf: newClient({ url, accessToken, signal }),
    uninterrupted: newClient({ url, accessToken, retries: 1 }),
    // The token can't revoke keys, but a key revokes itself.
    revoke: ({ token }) => newClient({ url, apiKey: token ?? '', retries: 1 }).apiKeys.deleteCurrent(),
  };
}

/** Asks until a person has approved, and returns the token. Throws if they refuse or the code expires. */
async function approved(site: GoFigr, code: DeviceCode, signal: AbortSignal): Promise<string> {
  const ends = Date.now() + code.expires_in * 1000;
  let interval = Math.max(code.interval ?? USUAL_INTERVAL, SHORTEST_INTERVAL);
  while (Date.now() < ends) {
    await sleep(interval * 1000, undefined, { signal }).catch(() => signal.throwIfAborted());
    try {
      const body = { grant_type: GRANT_TYPE, client_id: CLIENT_ID, device_code: code.device_code };
      const { access_token: token } = await site.call<{ access_token: string }>('POST', '/oauth/token', { body });
      return token;
    } catch (error) {
      if (!(error instanceof GoFigrError)) throw error;
      if (error.code === 'slow_down') interval += USUAL_INTERVAL;
      else if (!isPending(error)) throw refusal(error);
    }
  }
  throw new Failure(EXIT.refused, 'The code has expired. Nothing was saved.', ANEW);
}

const ANEW = 'Run the command again to get another code.';

/** Tells whether to ask again: nobody has answered yet, or the server was away for a moment. */
const isPending = ({ code, status = 0, retryAfter = 0 }: GoFigrError): boolean =>
  code === 'authorization_pending' || code === 'unreachable' || status >= 500 || (status === 429 && retryAfter <= 60);

function refusal(error: GoFigrError): Error {
  if (error.code === 'access_denied')
    return new Failure(EXIT.refused, 'The sign-in was refused in the browser. Nothing was saved.');
  if (error.code === 'expired_token')
    return new Failure(EXIT.refused, 'The code has expired. Nothing was saved.', ANEW);
  return error;
}
