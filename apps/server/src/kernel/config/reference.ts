import { settings } from './settings.ts';

/** Renders `docs/settings.md`. */
export function renderReference(): string {
  const rows = Object.values(settings).map(
    ({ env, doc, fallback }) => `| \`${env}\` | ${fallback === '' ? 'empty' : `\`${fallback}\``} | ${doc} |`,
  );
  return `# Settings

Environment variables of the server. Each can also be given in a file, named by the same variable with \`_FILE\`
behind it. Generated from \`apps/server/src/kernel/config/settings.ts\`.

| Variable | Default | Meaning |
|---|---|---|
${rows.join('\n')}
`;
}
