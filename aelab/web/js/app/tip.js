// The one floating note beside the pointer.

import { element } from "../kit/text.js";

/** @import { TipNote, TipRow } from "./types.d.ts" */

const APART = 14; // px between the pointer and the note

/** A small table that follows the pointer, never under it, and stays on the page.
 *
 * @implements {TipNote} */
export class Tip {
  /** @param {HTMLElement} root */
  constructor(root) {
    this.root = root;
    this.node = element("div", "tip", "", { "aria-hidden": "true" });
    root.append(this.node);
  }

  /** Show rows near a point of a canvas: {cells, colour}, {images}, {small} or {waiting}.
   *
   * @param {HTMLElement} canvas
   * @param {number} x
   * @param {number} y
   * @param {TipRow[]} rows */
  show(canvas, x, y, rows) {
    this.node.replaceChildren(...rows.map(line));
    this.node.classList.add("on");
    const outer = this.root.getBoundingClientRect();
    const inner = canvas.getBoundingClientRect();
    const at = this.place(inner.left + x, inner.top + y, outer);
    const [left, top] = [at[0] - outer.left, at[1] - outer.top];
    this.node.style.transform = `translate(${Math.round(left)}px, ${Math.round(top)}px)`;
  }

  /** Choose the side of the pointer with room: right, left, below, above; in page coordinates.
   *
   * @param {number} x
   * @param {number} y
   * @param {DOMRect} outer */
  place(x, y, outer) {
    const { offsetWidth: w, offsetHeight: h } = this.node;
    const least = [Math.max(0, outer.left), Math.max(0, outer.top)];
    const most = [Math.min(innerWidth, outer.right), Math.min(innerHeight, outer.bottom)];
    /** @param {number} at @param {number} size @param {number} i */
    const fit = (at, size, i) => Math.max(least[i], Math.min(at, most[i] - size));
    if (x + APART + w <= most[0]) return [x + APART, fit(y - h / 2, h, 1)];
    if (x - APART - w >= least[0]) return [x - APART - w, fit(y - h / 2, h, 1)];
    const below = y + APART + h <= most[1];
    return [fit(x - w / 2, w, 0), below ? y + APART : y - APART - h];
  }

  hide() {
    this.node.classList.remove("on");
  }
}

/** @param {TipRow} row */
function line(row) {
  if (row.images) return pictures(row.images, row.waiting);
  if (row.small) return element("div", "hint", row.small);
  const node = element("div", "line");
  if (row.colour) {
    const mark = element("i", row.dashed ? "dash" : "dot");
    mark.style.setProperty("--mark", row.colour);
    node.append(mark);
  }
  row.cells?.forEach((cell, i) => node.append(element("span", i ? "value" : "name", cell)));
  return node;
}

/** Samples side by side, each over its symbol; an empty frame where one has not come yet.
 *
 * @param {NonNullable<TipRow["images"]>} images */
function pictures(images, waiting = false) {
  const node = element("div", waiting ? "pictures waiting" : "pictures");
  for (const { canvas, symbol } of images) {
    const figure = element("div", "picture");
    figure.append(canvas ?? element("i", "blank"), element("span", "maths", symbol));
    node.append(figure);
  }
  return node;
}
