// Samples as columns of images, row names on the left, in the number of bands that makes the
// images largest.

import { Sheet } from "./pixels.js";

/** @import { Surface } from "./canvas.js" */
/** @import { Card, Context, Place, RowName, Theme } from "./types.d.ts" */

const ROOM = 300; // px of width below which the rows are named by their symbols alone
const BETWEEN = 0.3; // of a row between two bands

/** What is drawn: rows `words`, `count` columns, `shape` of an image; `fill` writes column k.
 *
 * There may be room `above` and `below` the images (px), and groups of `group` columns with a gap
 * between them.
 * @typedef {object} ColumnImages
 * @property {RowName[]} words
 * @property {number} count
 * @property {number[]} shape
 * @property {(sheet: Sheet, k: number, theme: Theme) => void} fill
 * @property {number} [above]
 * @property {number} [below]
 * @property {number} [group] */

/** Where the columns stand (px): the step between rows, `across` columns of width `slot` in a band
 * of height `high`.
 * @typedef {object} Grid
 * @property {number} scale
 * @property {number} bands
 * @property {number} across
 * @property {number} slot
 * @property {number} step
 * @property {number} apart
 * @property {number} left
 * @property {boolean} narrow
 * @property {number} high
 * @property {number} above */

export class Columns {
  /** @type {Int32Array | null} */
  samples = null; // the test sample that each column is, if it is one
  /** @type {Grid | null} */
  grid = null;
  /** @type {RowName[]} */
  words = [];
  count = 0;
  /** @type {number[]} */
  shape = [0, 0];
  above = 0;
  below = 0;
  group = 0;
  /** @type {ColumnImages["fill"]} */
  fill = () => {};
  /** @type {{ key: string, picture: OffscreenCanvas } | null} */
  composed = null;
  /** @type {Sheet | null} */
  sheet = null;

  /** @param {Card} card */
  constructor(card) {
    this.card = card;
    const { canvas } = card.surface;
    canvas.addEventListener("pointermove", (event) => this.over(event));
    canvas.addEventListener("pointerleave", () => card.lab.point(-1));
  }

  /** Mark the sample of a column in the other pictures.
   * @type {(event: PointerEvent) => void} */
  over(event) {
    const k = this.pointed(event);
    this.card.lab.point(k >= 0 && this.samples ? this.samples[k] : -1);
  }

  /** Take what is to be drawn.
   * @type {(images: ColumnImages) => void} */
  take({ words, count, shape, fill, above = 0, below = 0, group = count }) {
    this.words = words;
    this.count = count;
    this.shape = shape;
    this.fill = fill;
    this.above = above;
    this.below = below;
    this.group = group;
    this.composed = null;
  }

  /** Return the number of bands that makes the images largest, and what follows from it.
   * @type {(surface: Surface, theme: Theme) => Grid | null} */
  place(surface, theme) {
    const { count, words, group } = this;
    const [height, width] = this.shape;
    const k = theme.scale;
    const narrow = surface.width < ROOM * k;
    const left = Math.max((narrow ? 44 : 68) * k, this.widest(surface.context, theme, narrow) + 8);
    const [above, below] = [this.above * k, this.below * k];
    let best = null;
    for (let bands = 1; bands <= Math.min(count, 4); bands++) {
      const across = Math.ceil(count / bands);
      if (across > group && across % group) continue;
      const apart = across > group ? 14 * k : 0;
      const slot = (surface.width - left - apart * (Math.ceil(across / group) - 1)) / across;
      const room = surface.height - bands * (above + below);
      const step = room / (bands * words.length + BETWEEN * (bands - 1));
      const scale = Math.min((slot - 2) / width, (step - 3) / height);
      if (scale > (best?.scale ?? 0)) best = { scale, bands, across, slot, step, apart };
    }
    if (!best) return null;
    const high = (words.length + BETWEEN) * best.step + above + below;
    return { ...best, left, narrow, high, above };
  }

  /** Return the width of the longest name of a row.
   * @type {(context: Context, theme: Theme, narrow: boolean) => number} */
  widest(context, theme, narrow) {
    const widths = this.words.map(([word, symbol]) => {
      context.font = theme.text;
      const width = narrow && symbol ? 0 : context.measureText(word).width;
      context.font = theme.maths;
      return width + context.measureText(symbol).width;
    });
    return Math.max(...widths);
  }

  /** @type {(context: Context, theme: Theme) => void} */
  paint(context, theme) {
    const { surface } = this.card;
    const at = (this.grid = this.place(surface, theme));
    if (!at) return;
    this.name(context, theme, at);
    const factor = Math.max(2, Math.ceil(at.scale * surface.density)); // enlarged, then fitted
    const sheet = this.compose(theme, factor);
    context.imageSmoothingEnabled = true;
    context.imageSmoothingQuality = "low";
    const { count, shape } = this;
    const down = this.words.length;
    const [tw, th] = [sheet.width / count, sheet.height / down];
    const [w, h] = [shape[1] * at.scale, shape[0] * at.scale];
    const e = 0.5; // px of the sheet, so that no neighbour shows at the edge
    for (let k = 0; k < count; k++) {
      const [x0, y0] = this.corner(k);
      for (let r = 0; r < down; r++) {
        const [x, y] = [x0 + (at.slot - w) / 2, y0 + at.above + r * at.step + (at.step - h) / 2];
        context.drawImage(sheet, k * tw + e, r * th + e, tw - 2 * e, th - 2 * e, x, y, w, h);
      }
    }
  }

  /** @type {(theme: Theme, factor: number) => OffscreenCanvas} */
  compose(theme, factor) {
    const key = `${theme.card} ${theme.ink} ${factor}`;
    if (this.composed?.key === key) return this.composed.picture;
    const down = this.words.length;
    if (!this.sheet?.fits(this.count, down, this.shape)) {
      this.sheet = new Sheet(this.count, down, this.shape);
    }
    for (let k = 0; k < this.count; k++) this.fill(this.sheet, k, theme);
    const picture = this.sheet.finish(factor);
    this.composed = { key, picture };
    return picture;
  }

  /** Return the upper left corner of a column.
   * @type {(k: number) => Place} */
  corner(k) {
    if (!this.grid) return [0, 0];
    const { left, slot, across, high, apart } = this.grid;
    const c = k % across;
    return [left + c * slot + Math.floor(c / this.group) * apart, Math.floor(k / across) * high];
  }

  /** @type {(context: Context, theme: Theme, grid: Grid) => void} */
  name(context, theme, { step, high, bands, narrow, above }) {
    context.textBaseline = "middle";
    context.textAlign = "left";
    context.fillStyle = theme.soft;
    for (let band = 0; band < bands; band++) {
      this.words.forEach(([word, symbol], r) => {
        const y = band * high + above + (r + 0.5) * step;
        context.font = theme.text;
        const text = narrow && symbol ? "" : word;
        context.fillText(text, 0, y);
        const x = context.measureText(text).width;
        context.font = theme.maths;
        context.fillText(symbol, x, y);
      });
    }
  }

  /** Return the box [x, y, w, h] around the images of a column.
   * @type {(k: number) => [x: number, y: number, width: number, height: number]} */
  box(k) {
    if (!this.grid) return [0, 0, 0, 0];
    const [x, y] = this.corner(k);
    return [x, y + this.grid.above, this.grid.slot, this.words.length * this.grid.step];
  }

  /** Return the column that an event of the canvas points at, or −1.
   * @type {(event: PointerEvent) => number} */
  pointed({ clientX, clientY }) {
    const box = this.card.surface.canvas.getBoundingClientRect();
    const [x, y] = [clientX - box.left, clientY - box.top];
    for (let k = 0; this.grid && k < this.count; k++) {
      const [left, top] = this.corner(k);
      const inside = y >= top && y < top + this.grid.high;
      if (x >= left && x < left + this.grid.slot && inside) return k;
    }
    return -1;
  }

  /** Draw frames around the columns of the pinned sample and of the one under the pointer.
   * @type {(context: Context, theme: Theme) => void} */
  mark(context, theme) {
    const { lab } = this.card;
    for (let k = 0; k < this.count; k++) {
      const row = this.samples?.[k] ?? -1;
      if (row < 0 || (row !== lab.picked && row !== lab.hovered)) continue;
      const pinned = row === lab.picked;
      const [x, y, w, h] = this.box(k);
      context.strokeStyle = pinned ? theme.ink : theme.soft;
      context.lineWidth = pinned ? 1.5 : 1;
      context.beginPath();
      context.roundRect(x + 1, y + 1, w - 2, h - 2, 5);
      context.stroke();
    }
  }
}
