// A row of large figures above a plot: a name over a value with its error.

import { element, write } from "./text.js";

/** @import { Card } from "./types.d.ts" */

/** A figure as texts.
 * @typedef {object} Figure
 * @property {string} name
 * @property {string} value
 * @property {string} [error]
 * @property {string} [title] */

/** @typedef {Record<"box" | "name" | "value" | "error", HTMLElement>} Cell */

export class Readouts {
  /** @type {Cell[]} */
  cells = [];

  /** @param {Card} card */
  constructor(card) {
    this.node = element("dl", "figures");
    card.node.insertBefore(this.node, card.body);
  }

  /** Show figures.
   * @type {(figures: Figure[]) => void} */
  show(figures) {
    if (this.cells.length !== figures.length) this.build(figures.length);
    figures.forEach(({ name, value, error = "", title = "" }, i) => {
      const cell = this.cells[i];
      write(cell.name, name);
      write(cell.value, value);
      write(cell.error, error && ` ± ${error}`);
      if (cell.box.title !== title) cell.box.title = title;
    });
  }

  /** @type {(count: number) => void} */
  build(count) {
    this.cells = Array.from({ length: count }, () => {
      const box = element("div");
      const [name, words, value, error] = [
        element("dt"), element("dd"), element("span", "value"), element("small"),
      ];
      words.append(value, error);
      box.append(name, words);
      return { box, name, value, error };
    });
    this.node.replaceChildren(...this.cells.map(({ box }) => box));
  }
}

/** Return a value and its error as texts: two digits of an error that begins below 3.55, else one.
 * @type {(value: number, error: number) => { value: string, error?: string }} */
export function measured(value, error) {
  if (!Number.isFinite(value)) return { value: "–" };
  if (!(error > 0) || !Number.isFinite(error)) return { value: rounded(value) };
  const places = Math.min(3, errorPlaces(error));
  return { value: value.toFixed(places), error: error.toFixed(places) };
}

/** Return how many decimals show two digits of an error that begins below 3.55, else one.
 * @type {(error: number) => number} */
export function errorPlaces(error) {
  const order = Math.floor(Math.log10(error));
  return Math.max(0, (error / 10 ** order < 3.55 ? 1 : 0) - order);
}

/** @type {(value: number) => string} */
function rounded(value) {
  const size = Math.abs(value);
  return size >= 100 ? value.toFixed(0) : value.toFixed(size >= 10 ? 1 : 2);
}

/** Return a share between 0 and 1 as a text of about three digits.
 * @type {(value: number) => string} */
export function share(value) {
  if (!Number.isFinite(value)) return "–";
  return value > 0 && value < 0.00995 ? value.toPrecision(2) : value.toFixed(3);
}

/** Return a value with its error, if it has one, in one text.
 * @type {(value: number, error: number) => string} */
export function withError(value, error) {
  const words = measured(value, error);
  return words.error ? `${words.value} ± ${words.error}` : words.value;
}
