import { RewritingStream } from 'parse5-html-rewriting-stream';
import { type AddressTable, resolveAddress } from './addresses.ts';

/** Changes that a published page gets when it is shown. Its stored bytes stay as they are. */
export interface PageChanges {
  table: AddressTable;
  /** HTML that comes before everything but the doctype, so its scripts run first. */
  head: string;
  /** Tells whether this server's file has a hash of the attribute `integrity`. */
  hasIntegrity(here: string, integrity: string): boolean;
  /** Changes of pages in `data:` addresses, which have no server: their table has whole addresses. */
  inData?: PageChanges;
}

/** Most frames in a page whose own pages are rewritten. Each gets scripts, so a small page could become a huge one. */
const MOST_FRAMES = 50;

const TABLE_OF_IMPORTS = 'importmap';

/**
 * Rewrites a page as it streams by: it asks this server for known scripts, and `head` is at its beginning. All other
 * text stays as it is.
 */
export class PageRewriter extends RewritingStream {
  readonly #changes: PageChanges;
  readonly #frames: { left: number };
  #out = '';
  #hasHead = false;
  #hasImports = false;
  /** Text of a table of imports, while it is read. */
  #imports: string | undefined;

  constructor(changes: PageChanges, frames = { left: MOST_FRAMES }) {
    super();
    this.#changes = changes;
    this.#frames = frames;
    this.on('doctype', (_token, raw) => {
      this.emitRaw(raw);
      this.#addHead();
    });
    this.on('startTag', (tag, raw) => this.#startTag(tag, raw));
    this.on('endTag', (_tag, raw) => this.#end(raw));
    this.on('text', ({ text }, raw) => this.#text(text, raw));
  }

  /** Returns the rewritten text up to a token that may go on in the next chunk. */
  feed(chunk: string): string {
    this.tokenizer.write(chunk, false);
    return this.#taken();
  }

  /** Returns the rest. */
  finish(): string {
    this.tokenizer.write('', true);
    this.#addHead();
    return this.#taken();
  }

  /** The base class writes to its stream; a caller of `feed` gets the text. */
  override push(chunk: string | null): boolean {
    this.#out += chunk ?? '';
    return true;
  }

  #taken(): string {
    const text = this.#out;
    this.#out = '';
    return text;
  }

  #addHead(): void {
    if (this.#hasHead) return;
    this.#hasHead = true;
    this.emitRaw(this.#changes.head);
  }

  #startTag(tag: Tag, raw: string): void {
    this.#addHead();
    if (tag.tagName === 'script') this.#script(tag);
    if (this.#rewrite(tag)) this.emitStartTag(tag);
    else this.emitRaw(raw);
  }

  /** Gives modules the known addresses, before the page's first script. */
  #script(tag: Tag): void {
    if (attribute(tag, 'type')?.value.trim().toLowerCase() === TABLE_OF_IMPORTS) this.#imports = '';
    else if (!this.#hasImports) {
      this.emitRaw(`<script type="${TABLE_OF_IMPORTS}">${scriptText({ imports: this.#changes.table.files })}</script>`);
      this.#hasImports = true;
    }
  }

  #text(text: string, raw: string): void {
    if (this.#imports !== undefined) {
      this.#imports += raw;
      return;
    }
    if (text.trim() !== '') this.#addHead();
    this.emitRaw(raw);
  }

  #end(raw: string): void {
    this.#addHead();
    if (this.#imports !== undefined) this.emitRaw(importsOf(this.#imports, this.#changes.table));
    if (this.#imports !== undefined) this.#hasImports = true;
    this.#imports = undefined;
    this.emitRaw(raw);
  }

  /** Returns whether it changed an attribute. */
  #rewrite(tag: Tag): boolean {
    if (tag.tagName === 'script' || tag.tagName === 'link') {
      const name = tag.tagName === 'script' ? 'src' : 'href';
      const integrity = attribute(tag, 'integrity')?.value ?? '';
      const isKnown = change(attribute(tag, name), (value) => this.#resolve(value, integrity));
      // Otherwise browsers hide what fails in such a script.
      if (isKnown && !attribute(tag, 'crossorigin')) tag.attrs.push({ name: 'crossorigin', value: 'anonymous' });
      return isKnown;
    }
    if (tag.tagName !== 'iframe') return false;
    const { inData = this.#changes } = this.#changes;
    const isInline = change(attribute(tag, 'srcdoc'), (value) => this.#inner(value, this.#changes));
    const isData = change(attribute(tag, 'src'), (value) => rewriteData(value, (page) => this.#inner(page, inData)));
    return isInline || isData;
  }

  #inner(page: string, changes: PageChanges): string {
    if (this.#frames.left <= 0) return page;
    this.#frames.left -= 1;
    return rewritePage(page, changes, this.#frames);
  }

  /** A page that names the hash of another version gets that from its public address. */
  #resolve(address: string, integrity: string): string | undefined {
    const here = resolveAddress(this.#changes.table, address);
    return here !== undefined && this.#changes.hasIntegrity(here, integrity) ? here : undefined;
  }
}

interface Tag {
  tagName: string;
  selfClosing: boolean;
  attrs: Attribute[];
}

interface Attribute {
  name: string;
  value: string;
}

/** Rewrites a whole page. */
export function rewritePage(page: string, changes: PageChanges, frames?: { left: number }): string {
  const rewriter = new PageRewriter(changes, frames);
  return rewriter.feed(page) + rewriter.finish();
}

const attribute = ({ attrs }: Tag, name: string): Attribute | undefined => attrs.find((one) => one.name === name);

function change(found: Attribute | undefined, replace: (value: string) => string | undefined): boolean {
  const value = found && replace(found.value);
  if (!found || value === undefined) return false;
  found.value = value;
  return true;
}

/** Rewrites the page in a `data:` address. */
function rewriteData(address: string, rewrite: (page: string) => string): string | undefined {
  const [, options = '', body = ''] = /^\s*data:text\/html((?:;[^,]*)?),(.*)$/is.exec(address) ?? [];
  if (body === '') return undefined;
  const isBase64 = /;\s*base64\s*$/i.test(options);
  try {
    const page = isBase64 ? Buffer.from(decodeURIComponent(body), 'base64').toString() : decodeURIComponent(body);
    return `data:text/html;charset=utf-8;base64,${Buffer.from(rewrite(page)).toString('base64')}`;
  } catch {
    // Not a text that browsers could decode either.
    return undefined;
  }
}

/** The page's own table of imports, with this server's addresses. A table that can't be read stays as it is. */
function importsOf(text: string, table: AddressTable): string {
  try {
    const map: unknown = JSON.parse(text);
    if (typeof map !== 'object' || map === null) return text;
    const own: object = 'imports' in map && typeof map.imports === 'object' && map.imports !== null ? map.imports : {};
    const imports = Object.entries(own).map(([name, address]: [string, unknown]): [string, unknown] => [
      name,
      typeof address === 'string' ? (resolveAddress(table, address) ?? address) : address,
    ]);
    const merged: Record<string, unknown> = { ...table.files, ...Object.fromEntries<unknown>(imports) };
    return scriptText({ ...map, imports: merged });
  } catch {
    return text;
  }
}

/** JSON that can't end the script around it. */
export const scriptText = (value: unknown): string => JSON.stringify(value).replaceAll('<', String.raw`\u003c`);
