import { CODE } from './code.ts';
import { FILES } from './files.ts';
import type { Format } from './format.ts';
import { PICTURES } from './pictures.ts';
import { TABLES } from './tables.ts';

/** All known formats. A name, ending or media type that several have means the first of them. */
export const FORMATS: readonly Format[] = [...PICTURES, ...TABLES, ...CODE, ...FILES];
