import type { Kind } from '@gofigr/contract';
import { ANONYMOUS } from '../../kernel/auth/index.ts';
import type { Db } from '../../kernel/db/index.ts';
import { ApiError } from '../../kernel/errors.ts';
import { escapeHtml } from '../../kernel/html.ts';
import { objects, type StoredObject } from '../../kernel/objects/index.ts';
import { visibleByShortId } from '../short-id/index.ts';

/** Previews of pages for chats and search engines; only of objects that anyone with the link may see. */
export interface Previews {
  /**
   * HTML that replaces the page's title. Null leaves the page unchanged, so that it doesn't reveal whether an object
   * exists.
   */
  headOf(url: string): Promise<string | null>;
}

/** Characters of a description in a preview. */
const DESCRIPTION_LENGTH = 200;
const PICTURE_SIZE = 1024;

const PAGE = /^\/+(r|analysis|figure|revision|asset|asset_revision)\/+([0-9A-Za-z-]{1,64})\/*$/;
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

export function createPreviews({ db, publicUrl }: { db: Db; publicUrl: URL }): Previews {
  async function sharedAt(url: string): Promise<StoredObject | null> {
    const [, segment = '', id = ''] = PAGE.exec(url.split('?')[0] ?? '') ?? [];
    const kind = (segment === 'r' ? 'revision' : segment) as Kind; // one of those in PAGE
    if (id === '') return null;
    if (segment === 'r' && !UUID.test(id)) return visibleByShortId(db, ANONYMOUS, id);
    try {
      return await objects.authorise(db, ANONYMOUS, 'view', kind, id);
    } catch (error) {
      if (error instanceof ApiError) return null;
      throw error;
    }
  }

  return {
    async headOf(url) {
      const object = await sharedAt(url);
      if (!object) return null;
      const { kind, id } = object;
      const name = await objects.nameOf(db, object);
      const description = [...(object.description ?? '')].slice(0, DESCRIPTION_LENGTH).join('');
      const picture = `/api/v1.4.1/${kind}/${id}/thumbnail/${PICTURE_SIZE}/picture/?format=png`;
      const tags: [name: string, content: string][] = [
        ['og:title', name],
        ['og:type', 'website'],
        ['og:site_name', 'GoFigr'],
        ['og:url', new URL(`/${kind}/${id}`, publicUrl).href],
        ['og:image', new URL(picture, publicUrl).href],
        ['twitter:card', 'summary_large_image'],
      ];
      if (description !== '') tags.push(['og:description', description]);
      const metas = tags.map(([property, content]) => `<meta property="${property}" content="${escapeHtml(content)}">`);
      return [`<title>${escapeHtml(name)}</title>`, ...metas].join('\n    ');
    },
  };
}
