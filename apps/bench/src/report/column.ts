import type { SummaryRow } from '../summary.ts';
import { type Html, html } from './html.ts';

/** A column of a data set's table. */
export type Column = {
  title: string;
  unit?: string;
  cell(row: SummaryRow): Html | string | undefined;
  /** A column of figures that are not ours. */
  muted?: true;
};

/** With a minus sign as wide as a plus. */
export const number = (value: number | undefined, digits: number): string | undefined =>
  value?.toFixed(digits).replace('-', '−');

/** A value where there is one, and its standard error where that is known. */
export const withError = (value: number | undefined, stderr: number | undefined): Html | undefined =>
  value === undefined
    ? undefined
    : html`${number(value, 3)}${stderr !== undefined && html` <small>± ${number(stderr, 3)}</small>`}`;
