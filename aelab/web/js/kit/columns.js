// @ts-nocheck
// Samples as columns of images: rows named at the left, in as many bands as make them largest.

import { Sheet } from "./pixels.js";

const ROOM = 300; // px of width below which the rows are named by their symbols alone
const BETWEEN = 0.3; // of a row between two bands

export class Columns {
  samples = null; // which test sample each column is, if it is one

  constructor(card) {
    this.card = card;
    this.composed = null;
    const { canvas } = card.surface;
    canvas.addEventListener("pointermove", (event) => this.over(event));
    canvas.addEventListener("pointerleave", () => card.lab.point(-1));
  }

  /** Show in the other pictures which sample a column is. */
  over(event) {
    const k = this.pointed(event);
    this.card.lab.point(k >= 0 && this.samples ? this.samples[k] : -1);
  }

  /** Take what is to be drawn: rows `words` [[word, symbol]], `count` columns, a `shape` each;
   * `fill(sheet, k, theme)` writes column k. There may be room `above` and `below` the images
   * (px), and groups of `group` columns that stand apart. */
  take({ words, count, shape, fill, above = 0, below = 0, group = count }) {
    Object.assign(this, { words, count, shape, fill, above, below, group });
    this.composed = null;
  }

  /** Choose in how many bands the columns stand, so that the images are as large as can be. */
  place(surface, theme) {
    const { count, words, group } = this;
    const [height, width] = this.shape;
    const k = theme.scale;
    const narrow = surface.width < ROOM * k;
    const left = Math.max((narrow ? 44 : 68) * k, this.widest(surface.context, theme, narrow) + 8);
    const [above, below] = [this.above * k, this.below * k];
    let best = { scale: 0 };
    for (let bands = 1; bands <= Math.min(count, 4); bands++) {
      const across = Math.ceil(count / bands);
      if (across > group && across % group) continue;
      const apart = across > group ? 14 * k : 0;
      const slot = (surface.width - left - apart * (Math.ceil(across / group) - 1)) / across;
      const room = surface.height - bands * (above + below);
      const step = room / (bands * words.length + BETWEEN * (bands - 1));
      const scale = Math.min((slot - 2) / width, (step - 3) / height);
      if (scale > best.scale) best = { scale, bands, across, slot, step, apart };
    }
    const high = (words.length + BETWEEN) * best.step + above + below;
    return { ...best, left, narrow, count, high, above };
  }

  /** Return the width of the longest name of a row. */
  widest(context, theme, narrow) {
    const widths = this.words.map(([word, symbol]) => {
      context.font = theme.text;
      const width = narrow && symbol ? 0 : context.measureText(word).width;
      context.font = theme.maths;
      return width + context.measureText(symbol).width;
    });
    return Math.max(...widths);
  }

  paint(context, theme) {
    const { surface } = this.card;
    const at = (this.grid = this.place(surface, theme));
    if (!at.scale) return at;
    this.name(context, theme, at);
    const factor = Math.max(2, Math.ceil(at.scale * surface.density)); // sharply, then fitted
    const sheet = this.compose(theme, factor);
    context.imageSmoothingEnabled = true;
    context.imageSmoothingQuality = "low";
    const { count, shape } = this;
    const down = this.words.length;
    const [tw, th] = [sheet.width / count, sheet.height / down];
    const [w, h] = [shape[1] * at.scale, shape[0] * at.scale];
    const e = 0.5; // px of the sheet, so that nothing of the neighbour is seen
    for (let k = 0; k < count; k++) {
      const [x0, y0] = this.corner(k);
      for (let r = 0; r < down; r++) {
        const [x, y] = [x0 + (at.slot - w) / 2, y0 + at.above + r * at.step + (at.step - h) / 2];
        context.drawImage(sheet, k * tw + e, r * th + e, tw - 2 * e, th - 2 * e, x, y, w, h);
      }
    }
    return at;
  }

  compose(theme, factor) {
    const key = `${theme.card} ${theme.ink} ${factor}`;
    if (this.composed === key) return this.picture;
    this.composed = key;
    const down = this.words.length;
    if (!this.sheet?.fits(this.count, down, this.shape)) {
      this.sheet = new Sheet(this.count, down, this.shape);
    }
    for (let k = 0; k < this.count; k++) this.fill(this.sheet, k, theme);
    return (this.picture = this.sheet.finish(factor));
  }

  /** Return where a column begins. */
  corner(k) {
    const { left, slot, across, high, apart } = this.grid;
    const c = k % across;
    return [left + c * slot + Math.floor(c / this.group) * apart, Math.floor(k / across) * high];
  }

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

  /** Return the box [x, y, w, h] around the images of a column. */
  box(k) {
    const [x, y] = this.corner(k);
    return [x, y + this.grid.above, this.grid.slot, this.words.length * this.grid.step];
  }

  /** Return the column that an event of the canvas points at, or −1. */
  pointed({ clientX, clientY }) {
    const box = this.card.surface.canvas.getBoundingClientRect();
    const [x, y] = [clientX - box.left, clientY - box.top];
    for (let k = 0; this.grid?.scale && k < this.count; k++) {
      const [left, top] = this.corner(k);
      const inside = y >= top && y < top + this.grid.high;
      if (x >= left && x < left + this.grid.slot && inside) return k;
    }
    return -1;
  }

  /** Draw frames around the pinned column and the one pointed at, of these test samples. */
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
