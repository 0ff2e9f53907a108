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
  if (typeof value !== 'object' || value === null || Object.keys(value).length === 0) {
    return (
      <>
        <span className={css['key']}>{name}</span>: <span className={css['value']}>{scalarText(value)}</span>
      </>
    );
  }
  const count = Object.keys(value).length;
  return (
    <details open={count <= 20}>
      <summary>
        <span className={css['key']}>{name}</span>{' '}
        <span className={css['quiet']}>{Array.isArray(value) ? `[${count}]` : `{${count}}`}</span>
      </summary>
      <Members value={value} />
    </details>
  );
}

const scalarText = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));
