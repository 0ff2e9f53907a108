import type { Revision } from '@gofigr/contract';
import { Suspense } from 'react';
import { commitOf, MakerLink, makerOf, WebLink } from '../../features/revision/index.ts';
import { formatBytes, formatMoment } from '../../lib/format.ts';
import { lazyCode } from '../../lib/lazy-code.ts';
import { CopyIcon } from '../../ui/copy.tsx';
import { TARGET, TextLink } from '../../ui/links.tsx';
import { PersonName } from '../../ui/person.tsx';
import { Section } from '../../ui/section.tsx';
import css from './identity.module.css';

const QrCode = lazyCode(async () => (await import('./qr-code.tsx')).QrCode);

/** Shows the IDs that clients and papers refer to, and the details of the revision. */
export function Identity({ revision, link }: { revision: Revision; link: string }) {
  return (
    <Section title="Details">
      <div className={css['link']}>
        <div className={css['code']}>
          <Suspense>
            <QrCode text={link} />
          </Suspense>
        </div>
        <div className={css['address']}>
          <a href={link}>{link.replace(/^https?:\/\//, '')}</a>
          <CopyIcon text={link} what="link" />
        </div>
      </div>
      <dl className={css['facts']}>
        <Makers revision={revision} />
        <Id label="Figure ID" value={revision.figure} />
        <Id label="Revision ID" value={revision.api_id} />
        <div>
          <dt>Published</dt>
          <dd>
            {formatMoment(revision.created_on)}
            {revision.created_by && (
              <>
                {' by '}
                <PersonName username={revision.created_by} />
              </>
            )}
          </dd>
        </div>
        {revision.updated_on && (
          <div>
            <dt>Changed</dt>
            <dd>
              {formatMoment(revision.updated_on)}
              {revision.updated_by && (
                <>
                  {' by '}
                  <PersonName username={revision.updated_by} />
                </>
              )}
            </dd>
          </div>
        )}
        <div>
          <dt>Size</dt>
          <dd>{formatBytes(revision.size_bytes)}</dd>
        </div>
      </dl>
    </Section>
  );
}

/** The notebook or script, and the commit of its code, as far as the client told them. */
function Makers({ revision: { metadata, data } }: { revision: Revision }) {
  const maker = makerOf(metadata);
  const commit = commitOf(metadata);
  return (
    <>
      {maker && (
        <div>
          <dt>{maker.kind}</dt>
          <dd>
            <MakerLink maker={maker} />
            {data.some(({ type }) => type === 'code') && (
              <>
                {' · '}
                <TextLink to="." search={(old) => ({ ...old, tab: 'code' })} size="sm" resetScroll={false} {...TARGET}>
                  Code
                </TextLink>
              </>
            )}
          </dd>
        </div>
      )}
      {commit && (
        <div>
          <dt>Commit</dt>
          <dd>
            {commit.url === null ? (
              commit.hash.slice(0, 12)
            ) : (
              <WebLink url={commit.url}>{commit.hash.slice(0, 12)}</WebLink>
            )}
            <CopyIcon text={commit.hash} what="hash of the commit" />
          </dd>
        </div>
      )}
    </>
  );
}

function Id({ label, value }: { label: string; value: string }) {
  return (
    <div>
      <dt>{label}</dt>
      <dd className={css['id']}>
        <span>{value}</span>
        <CopyIcon text={value} what={label} />
      </dd>
    </div>
  );
}
