/**
 * Gives a page in the sandbox storage, cookies and a service worker's door. The browser throws at their first use there,
 * which would leave many pages blank. Everything is forgotten with the page.
 */

function memoryStorage(): Storage {
  const values = new Map<string, string>();
  const methods: Record<string, unknown> = {
    getItem: (key: unknown) => values.get(String(key)) ?? null,
    setItem: (key: unknown, value: unknown) => void values.set(String(key), String(value)),
    removeItem: (key: unknown) => void values.delete(String(key)),
    clear: () => values.clear(),
    key: (index: number) => [...values.keys()][index] ?? null,
  };
  // Only the prototype of the target counts: the proxy answers for every member.
  return new Proxy(Object.create(Storage.prototype) as Storage, {
    get(_target, key) {
      if (typeof key === 'symbol') return undefined;
      if (key === 'length') return values.size;
      return methods[key] ?? values.get(key);
    },
    set: (_target, key, value) => values.set(String(key), String(value)) === values,
    has: (_target, key) => key in methods || values.has(String(key)),
    deleteProperty: (_target, key) => values.delete(String(key)) || true,
    ownKeys: () => [...values.keys()],
    getOwnPropertyDescriptor: (_target, key) =>
      values.has(String(key))
        ? { value: values.get(String(key)), writable: true, enumerable: true, configurable: true }
        : undefined,
  });
}

/** Cookies by name. Only a lifetime that has ended matters: everything is forgotten with the page. */
function memoryCookies(): { get(): string; set(text: unknown): void } {
  const values = new Map<string, string>();
  return {
    get: () => [...values].map(([name, value]) => (name === '' ? value : `${name}=${value}`)).join('; '),
    set(text) {
      const [pair = '', ...options] = String(text).split(';');
      const [name = '', ...rest] = pair.includes('=') ? pair.split('=') : ['', pair];
      const isOver = options.some((option) => {
        const [key = '', value = ''] = option.split('=').map((part) => part.trim());
        if (key.toLowerCase() === 'max-age') return Number(value) <= 0;
        return key.toLowerCase() === 'expires' && Date.parse(value) <= Date.now();
      });
      if (isOver) values.delete(name.trim());
      else values.set(name.trim(), rest.join('=').trim());
    },
  };
}

const refusal = (): DOMException => new DOMException('This page runs in a sandbox.', 'SecurityError');

function provide(owner: object, name: string, descriptor: PropertyDescriptor): void {
  try {
    Object.defineProperty(owner, name, { configurable: true, enumerable: true, ...descriptor });
  } catch {
    // A browser that doesn't allow it leaves the page as it was.
  }
}

for (const name of ['localStorage', 'sessionStorage'] as const) {
  const storage = memoryStorage();
  provide(window, name, { get: () => storage });
}
provide(document, 'cookie', memoryCookies());

const workers = {
  controller: null,
  ready: new Promise(() => undefined),
  register: () => Promise.reject(refusal()),
  getRegistration: () => Promise.resolve(undefined),
  getRegistrations: () => Promise.resolve([]),
  addEventListener: () => undefined,
  removeEventListener: () => undefined,
};
provide(navigator, 'serviceWorker', { get: () => workers });
const noCaches = Object.fromEntries(
  ['open', 'match', 'has', 'delete', 'keys'].map((name) => [name, () => Promise.reject(refusal())]),
);
provide(window, 'caches', { get: () => noCaches });

/** A request for a database that fails like one on a full disk: pages expect that. */
function failedRequest(): EventTarget {
  const request = Object.assign(new EventTarget(), {
    error: refusal(),
    readyState: 'done',
    result: undefined,
    onerror: null as ((event: Event) => void) | null, // set by the page
  });
  setTimeout(() => {
    const event = new Event('error', { cancelable: true });
    request.onerror?.(event);
    request.dispatchEvent(event);
  });
  return request;
}
provide(IDBFactory.prototype, 'open', { value: failedRequest, writable: true });
provide(IDBFactory.prototype, 'deleteDatabase', { value: failedRequest, writable: true });
provide(IDBFactory.prototype, 'databases', { value: () => Promise.resolve([]), writable: true });
