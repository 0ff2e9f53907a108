import type { Comparison, DatumDiff, PackageChange, Skipped, ValueChange, ValuesDiff } from '@gofigr/compare';
import { columns } from '../../common/output.ts';
import { printable } from '../../terminal/printable.ts';
import { styled } from '../../terminal/style.ts';
import { contentOf } from './content.ts';

/** Describes a comparison for a terminal: the line, then each part that differs. */
export function report(comparison: Comparison): string {
  const { line, parameters, metadata, environment, pictures, code, tables, texts, files, assets } = comparison;
  const data = [...code, ...tables, ...pictures, ...texts, ...files];
  return [
    printable(line),
    section('Parameters', valuesOf(parameters)),
    ...('skipped' in environment ? [section('Environment', skippedOf(environment))] : environmentOf(environment)),
    ...data.map(datumOf),
    section(
      'Assets',
      columns(
        assets.map((change) => {
          const use = change.kind === 'removed' ? change.a : change.b;
          return [SIGNS[change.kind], printable(use.name ?? use.asset), `#${(use.index ?? 0) + 1}`];
        }),
      ),
    ),
    section('Metadata', valuesOf(metadata)),
  ]
    .filter((text) => text !== '')
    .join('\n\n');
}

const SIGNS = { added: '+', removed: '−', changed: '~', up: '↑', down: '↓', renamed: '~', equal: ' ' } as const;

const section = (title: string, text: string): string =>
  text === '' ? '' : `${styled('bold', title, process.stdout)}\n${text.replaceAll(/^/gm, '  ')}`;

const skippedOf = ({ skipped }: Skipped): string => `not compared: ${printable(skipped)}`;

function environmentOf(environment: Exclude<Comparison['environment'], Skipped>): string[] {
  const { packages, interpreter, system, git } = environment;
  return [
    section('Packages', columns(packages.changes.map(packageOf))),
    section('Interpreter', valuesOf(interpreter)),
    section('System', valuesOf(system)),
    section('Git', valuesOf(git)),
  ];
}

function packageOf(change: PackageChange): string[] {
  const a = change.kind === 'added' ? '' : printable(change.a);
  const b = change.kind === 'removed' ? '' : printable(change.b);
  return [SIGNS[change.kind], printable(change.name), a, a && b ? '→' : '', b];
}

function valuesOf(values: ValuesDiff | Skipped): string {
  if ('skipped' in values) return skippedOf(values);
  const more = values.unlisted > 0 ? `\n… and ${values.unlisted} more` : '';
  return columns(values.changes.map(valueOf)) + more;
}

function valueOf(change: ValueChange): string[] {
  const name = printable(change.path.join('.'));
  const a = change.kind === 'added' ? '' : shown(change.a);
  const b = change.kind === 'removed' ? '' : shown(change.b);
  const difference = change.kind === 'changed' && change.difference ? `(${change.difference})` : '';
  return [SIGNS[change.kind], name, a, a && b ? '→' : '', b, difference];
}

/** Longest value. */
const LONGEST = 60;

function shown(value: unknown): string {
  const text = printable(JSON.stringify(value) ?? '');
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
}

function datumOf({ kind, a, b, content }: DatumDiff): string {
  if (kind === 'equal') return '';
  const [name, other] = [printable(a?.name ?? ''), printable(b?.name ?? '')];
  const { type, format } = b ?? a ?? {};
  const names = name && other && name !== other ? `${name} → ${other}` : other || name;
  const kindOf = type === 'image' && format !== undefined ? ` (${printable(format)})` : '';
  const size = kind === 'changed' && !content ? ` (${a?.size} → ${b?.size} bytes)` : '';
  const title = `${SIGNS[kind]} ${names}${kindOf}${size}`;
  return content ? section(title, contentOf(content)) : styled('bold', title, process.stdout);
}
