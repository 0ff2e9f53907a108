/** Reads tables of any format that the web app shows, with all their digits. Runs in browsers and in Node. */
export { type Reading, type ReadTable, readTable, type TextTable } from './read-table.ts';
export { arrange, type Order, toTsv } from './table/arrange.ts';
export { type Column, type Limits, type Note, type Table, TooLarge } from './table/table.ts';
