import { ExactNumber } from '../../lib/exact-json.ts';
import css from './metadata.module.css';

/** Shows a JSON value as a foldable tree of plain text. */
export function JsonTree({ value }: { value: object }) {
  return (
    <div className={css['tree']}>
      <Members value={value} />
    </div>
  );
}

function Members({ value }: { value: object }) {
  return (
    <ul>
      {Object.entries(value).map(([key, member]: [string, unknown]) => (
        <li key={key}>
          <Member name={key} value={member} />
        </li>
      ))}
    </ul>
  );
}

function Member({ name, value }: { name: string; value: unknown }) {
  if (!hasMembers(value)) {
    return (
      <>
        <bdi className={css['key']}>{name}</bdi>:{' '}
        <span className={css['value']} dir="auto">
          {scalarText(value)}
        </span>
      </>
    );
  }
  const count = Object.keys(value).length;
  return (
    <details open={count <= 20}>
      <summary>
        <bdi className={css['key']}>{name}</bdi>{' '}
        <span className={css['quiet']}>{Array.isArray(value) ? `[${count}]` : `{${count}}`}</span>
      </summary>
      <Members value={value} />
    </details>
  );
}

const hasMembers = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !(value instanceof ExactNumber) && Object.keys(value).length > 0;

function scalarText(value: unknown): string {
  if (value instanceof ExactNumber) return value.text;
  return typeof value === 'string' ? value : JSON.stringify(value);
}
