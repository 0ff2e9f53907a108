import { Anchor } from '@mantine/core';
import { CopyIcon } from '../../ui/copy.tsx';
import type { MakerName } from './maker.ts';

/** The name of a notebook or script: a link if it has an address on the web. Its path can be copied. */
export const MakerLink = ({ maker: { kind, name, path, url } }: { maker: MakerName }) => (
  <span title={path ?? undefined} style={{ overflowWrap: 'anywhere' }}>
    {url === null ? <bdi>{name}</bdi> : <WebLink url={url}>{name}</WebLink>}
    {path !== null && <CopyIcon text={path} what={`path of the ${kind.toLowerCase()}`} />}
  </span>
);

/** A link to a page of another site. */
export const WebLink = ({ url, children }: { url: string; children: string }) => (
  <Anchor href={url} target="_blank" rel="noopener noreferrer" fz="inherit" dir="auto">
    {children}
  </Anchor>
);
