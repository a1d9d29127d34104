// @ts-nocheck
// A row of figures above a plot, large enough for a room: a name over its value and its error.

import { element, write } from "./text.js";

export class Readouts {
  constructor(card) {
    this.node = element("dl", "figures");
    card.node.insertBefore(this.node, card.body);
    this.cells = [];
  }

  /** Show [{name, value, error, title}]; the values are texts, an error may be missing. */
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

/** Return a value and its error as texts: one digit of the error, two where it begins below 3.5. */
export function measured(value, error) {
  if (!Number.isFinite(value)) return { value: "–" };
  if (!(error > 0) || !Number.isFinite(error)) return { value: String(rounded(value, 2)) };
  const order = Math.floor(Math.log10(error));
  const digits = error / 10 ** order < 3.55 ? 1 : 0;
  const places = Math.max(0, Math.min(3, digits - order));
  return { value: value.toFixed(places), error: error.toFixed(places) };
}

function rounded(value, decimals) {
  const size = Math.abs(value);
  return size >= 100 ? value.toFixed(0) : value.toFixed(size >= 10 ? 1 : decimals);
}

/** Return a share between 0 and 1 as a text of about three digits. */
export function share(value) {
  if (!Number.isFinite(value)) return "–";
  return value > 0 && value < 0.00995 ? value.toPrecision(2) : value.toFixed(3);
}
