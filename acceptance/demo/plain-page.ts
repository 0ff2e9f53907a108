import { setTimeout as sleep } from 'node:timers/promises';
import type { CDPSession, Cookie } from 'playwright-core';

/** A page in a browser session of its own, with an empty cache. */
export interface PlainPage {
  /** Sends a command of the DevTools protocol to the page. */
  send: (method: string, params?: object) => Promise<any>;
  /** Runs an expression in the page, and returns its value. */
  evaluate: (expression: string) => Promise<any>;
  /** Waits until an expression in the page is true. */
  until: (expression: string) => Promise<void>;
  close: () => Promise<void>;
}

const SIZE = { width: 1440, height: 900, deviceScaleFactor: 1, mobile: false };
/** Milliseconds to wait for an expression, and between two questions. */
const LIMIT = 240_000;
const PAUSE = 200;

/**
 * Opens a page that no debugger watches, by a session of the whole browser. For Playwright's pages, V8 keeps the stack
 * of each error. It parses React again for the one that React makes at its start, in a long task that users don't have.
 */
export async function openPlainPage(browser: CDPSession, cookies: readonly Cookie[]): Promise<PlainPage> {
  const { browserContextId } = await browser.send('Target.createBrowserContext');
  await browser.send('Storage.setCookies', { browserContextId, cookies: cookies.map(ofSession) });
  const { targetId } = await browser.send('Target.createTarget', { url: 'about:blank', browserContextId });
  const { sessionId } = await browser.send('Target.attachToTarget', { targetId });
  const send = senderOf(browser, sessionId);
  const evaluate = async (expression: string) => {
    const { result, exceptionDetails } = await send('Runtime.evaluate', { expression, returnByValue: true });
    if (exceptionDetails) throw new Error(JSON.stringify(exceptionDetails));
    return result.value;
  };
  await send('Emulation.setDeviceMetricsOverride', SIZE);
  return {
    send,
    evaluate,
    async until(expression) {
      const deadline = performance.now() + LIMIT;
      while (!(await evaluate(expression))) {
        if (performance.now() > deadline) throw new Error(`never true: ${expression}`);
        await sleep(PAUSE);
      }
    },
    close: async () => {
      await browser.send('Target.disposeBrowserContext', { browserContextId });
    },
  };
}

/** A cookie that ends with the session of the browser. */
const ofSession = ({ name, value, domain, path, httpOnly, secure, sameSite }: Cookie) => ({
  name,
  value,
  domain,
  path,
  httpOnly,
  secure,
  sameSite,
});

/** Sends commands to one page, and pairs its answers with them. */
function senderOf(browser: CDPSession, sessionId: string): PlainPage['send'] {
  const waiting = new Map<number, PromiseWithResolvers<unknown>>();
  let last = 0;
  browser.on('Target.receivedMessageFromTarget', (event) => {
    if (event.sessionId !== sessionId) return;
    const { id, result, error } = JSON.parse(event.message);
    const asked = waiting.get(id);
    waiting.delete(id);
    if (error) asked?.reject(new Error(error.message));
    else asked?.resolve(result);
  });
  return (method, params = {}) => {
    const asked = Promise.withResolvers<unknown>();
    waiting.set((last += 1), asked);
    const message = JSON.stringify({ id: last, method, params });
    browser.send('Target.sendMessageToTarget', { sessionId, message }).catch(asked.reject);
    return asked.promise;
  };
}
