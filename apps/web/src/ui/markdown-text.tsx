import { Lexer, type Token, type Tokens } from 'marked';
import { createElement, Fragment, type ReactNode } from 'react';

/** Kinds of tokens that this page draws. `Tokens.Generic` would make all others `any`. */
type Known =
  | Tokens.Blockquote
  | Tokens.Br
  | Tokens.Checkbox
  | Tokens.Code
  | Tokens.Codespan
  | Tokens.Def
  | Tokens.Del
  | Tokens.Em
  | Tokens.Escape
  | Tokens.Heading
  | Tokens.Hr
  | Tokens.HTML
  | Tokens.Image
  | Tokens.Link
  | Tokens.List
  | Tokens.ListItem
  | Tokens.Paragraph
  | Tokens.Space
  | Tokens.Strong
  | Tokens.Table
  | Tokens.Text;

/** Draws Markdown as elements: HTML in it stays text. */
export const MarkdownText = ({ text }: { text: string }) => all(Lexer.lex(text, { gfm: true, breaks: true }));

const all = (tokens: readonly Token[] | undefined): ReactNode =>
  tokens?.map((token, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: the order of a text never changes without the text
    <Fragment key={index}>{draw(token as Known /* others are drawn as they were written */)}</Fragment>
  ));

function draw(token: Known): ReactNode {
  switch (token.type) {
    case 'space':
    case 'def':
      return null;
    case 'br':
      return <br />;
    case 'hr':
      return <hr />;
    case 'heading':
      // The page's own heading is the only one of the first level.
      return createElement(`h${Math.min(token.depth + 1, 6)}`, { dir: 'auto' }, all(token.tokens));
    case 'paragraph':
      return <p dir="auto">{all(token.tokens)}</p>;
    case 'blockquote':
      return <blockquote>{all(token.tokens)}</blockquote>;
    case 'code':
      return (
        <pre>
          <code>{token.text}</code>
        </pre>
      );
    case 'codespan':
      return <code>{token.text}</code>;
    case 'strong':
      return <strong>{all(token.tokens)}</strong>;
    case 'em':
      return <em>{all(token.tokens)}</em>;
    case 'del':
      return <del>{all(token.tokens)}</del>;
    case 'link':
      return <Link href={token.href}>{all(token.tokens)}</Link>;
    case 'image':
      // A picture of another server would tell it who reads.
      return <Link href={token.href}>{token.text || 'Picture'}</Link>;
    case 'list':
      return createElement(
        token.ordered ? 'ol' : 'ul',
        token.ordered && token.start !== 1 && token.start !== '' ? { start: token.start } : {},
        all(token.items),
      );
    case 'list_item':
      return <li dir="auto">{all(token.tokens)}</li>;
    case 'checkbox':
      return <input type="checkbox" checked={token.checked} readOnly disabled aria-label="Done" />;
    case 'table':
      return <Table {...token} />;
    case 'text':
      return token.tokens ? all(token.tokens) : token.text;
    case 'escape':
      return token.text;
    case 'html':
      return token.raw;
    default:
      return (token as Token).raw; // kinds of later versions
  }
}

/** A link to a page or a mail address. Other schemes can run code, so they are text. */
function Link({ href, children }: { href: string; children: ReactNode }) {
  if (!/^(https?:\/\/|mailto:|\/(?!\/))/i.test(href)) return children;
  return (
    <a href={href} target="_blank" rel="noopener noreferrer nofollow ugc">
      {children}
    </a>
  );
}

function Table({ header, rows }: Tokens.Table) {
  const row = (cells: readonly Tokens.TableCell[], kind: 'th' | 'td') =>
    cells.map(({ tokens, align }, index) =>
      createElement(kind, { key: index, ...(align && { style: { textAlign: align } }) }, all(tokens)),
    );
  return (
    <table>
      <thead>
        <tr>{row(header, 'th')}</tr>
      </thead>
      <tbody>
        {rows.map((cells, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the rows of a text never change without the text
          <tr key={index}>{row(cells, 'td')}</tr>
        ))}
      </tbody>
    </table>
  );
}
