/**
 * Lets scripts that a page adds while it runs come from this server. The server has rewritten the page's own tags, but
 * not what its scripts make.
 */

/** Returns this server's address of a known script. Given by the server. */
declare const resolveHere: (address: string) => string | undefined;

const here = (address: unknown): string => {
  const text = String(address);
  return resolveHere(text) ?? text;
};

/** The attribute that names a file of the element; undefined for other elements. */
function fileAttribute(element: unknown): 'src' | 'href' | undefined {
  if (element instanceof HTMLScriptElement) return 'src';
  return element instanceof HTMLLinkElement ? 'href' : undefined;
}

/** Otherwise browsers hide what fails in a script of another origin, and the page's origin is none. */
function openErrors(element: unknown, address: unknown): void {
  if (!(element instanceof HTMLScriptElement) || element.crossOrigin !== null) return;
  if (resolveHere(String(address)) !== undefined) element.crossOrigin = 'anonymous';
}

function patchProperty(owner: object, name: string): void {
  const found = Object.getOwnPropertyDescriptor(owner, name);
  if (!found?.set) return;
  const { set } = found;
  Object.defineProperty(owner, name, {
    ...found,
    set(this: unknown, value: unknown) {
      openErrors(this, value);
      set.call(this, here(value));
    },
  });
}

/** Replaces a method by one that may change the arguments. */
function patchMethod<Owner extends object>(
  owner: Owner,
  name: keyof Owner & string,
  change: (self: unknown, given: unknown[]) => unknown[],
): void {
  const original: unknown = owner[name];
  if (typeof original !== 'function') return;
  const patched = function patched(this: unknown, ...given: unknown[]): unknown {
    return Reflect.apply(original, this, change(this, given));
  };
  Object.defineProperty(owner, name, { value: patched, writable: true, configurable: true });
}

/** A script that was parsed from a text runs as soon as it is in the page. */
function fixScripts(node: unknown): void {
  const parts = node instanceof DocumentFragment ? node.querySelectorAll('script[src]') : [node];
  for (const one of parts) {
    if (!(one instanceof HTMLScriptElement)) continue;
    const address = one.getAttribute('src');
    if (address !== null && resolveHere(address) !== undefined) one.src = address;
  }
}

const TAG_WITH_FILE = /(<(?:script|link)\b[^>]*?\b(?:src|href)\s*=\s*)("[^"]*"|'[^']*'|[^\s"'>]+)/gi;

/** Rewrites tags in a text that the page writes. */
const written = (text: unknown): string =>
  String(text).replace(TAG_WITH_FILE, (tag: string, before: string, value: string) => {
    const known = resolveHere(value.replace(/^["']|["']$/g, ''));
    return known === undefined ? tag : `${before}"${known}"`;
  });

patchProperty(HTMLScriptElement.prototype, 'src');
patchProperty(HTMLLinkElement.prototype, 'href');
patchMethod(Element.prototype, 'setAttribute', (self, [name, value, ...rest]) => {
  if (String(name).toLowerCase() !== fileAttribute(self)) return [name, value, ...rest];
  openErrors(self, value);
  return [name, here(value), ...rest];
});
for (const name of ['appendChild', 'insertBefore', 'replaceChild'] as const)
  patchMethod(Node.prototype, name, (_self, given) => {
    fixScripts(given[0]);
    return given;
  });
for (const name of ['append', 'prepend', 'replaceChildren', 'before', 'after', 'replaceWith'] as const)
  patchMethod(Element.prototype, name, (_self, given) => {
    for (const one of given) fixScripts(one);
    return given;
  });
for (const name of ['write', 'writeln'] as const)
  patchMethod(Document.prototype, name, (_self, given) => given.map(written));
patchMethod(window, 'fetch', (_self, [input, ...rest]) => [
  typeof input === 'string' || input instanceof URL ? here(input) : input,
  ...rest,
]);
patchMethod(XMLHttpRequest.prototype, 'open', (_self, [method, address, ...rest]) => [method, here(address), ...rest]);
