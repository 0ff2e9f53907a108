import { settings } from './settings.ts';

/** Renders `docs/settings.md`. */
export function renderReference(): string {
  const rows = Object.values(settings).map(
    ({ env, doc, fallback }) => `| \`${env}\` | ${fallback === '' ? 'empty' : `\`${fallback}\``} | ${doc} |`,
  );
  return `# Settings

These environment variables configure the server. A file can also hold a value: name it in the same variable with the suffix
\`_FILE\`. \`npm run fix\` generates this page from \`apps/server/src/kernel/config/settings.ts\`.

| Variable | Default | Meaning |
|---|---|---|
${rows.join('\n')}
`;
}
