import type { Kind } from '@gofigr/contract';
import { ANONYMOUS } from '../../kernel/auth/index.ts';
import type { Db } from '../../kernel/db/index.ts';
import { ApiError } from '../../kernel/errors.ts';
import { objects, type StoredObject } from '../../kernel/objects/index.ts';
import { visibleByShortId } from '../short-id/index.ts';

/** What chats and search engines are told of pages, and only of those that anyone with the link may see. */
export interface Previews {
  /** HTML in place of the page's title; null: the page as it is, so that nothing tells whether there is such a thing. */
  headOf(url: string): Promise<string | null>;
}

/** Characters of a description that a preview shows. */
const DESCRIPTION_LENGTH = 200;
const PICTURE_SIZE = 1024;

const PAGE = /^\/+(r|analysis|figure|revision|asset|asset_revision)\/+([0-9A-Za-z-]{1,64})\/*$/;
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

export function createPreviews({ db, publicUrl }: { db: Db; publicUrl: URL }): Previews {
  async function sharedAt(url: string): Promise<StoredObject | null> {
    const [, place = '', id = ''] = PAGE.exec(url.split('?')[0] ?? '') ?? [];
    const kind = (place === 'r' ? 'revision' : place) as Kind; // one of those in PAGE
    if (id === '') return null;
    if (place === 'r' && !UUID.test(id)) return visibleByShortId(db, ANONYMOUS, id);
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

const ESCAPES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/** Names are anybody's text. */
const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, (character) => ESCAPES[character] ?? '');
