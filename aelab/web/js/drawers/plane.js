// @ts-nocheck
// The decoded plane: what the decoder makes of a grid of codes, on the axes of the code.

import { name } from "../kit/axes.js";
import { intensities } from "../kit/intensity.js";
import { stroke } from "../kit/canvas.js";
import { Sheet } from "../kit/pixels.js";
import { number } from "../kit/text.js";

export class Plane {
  constructor(card) {
    this.card = card;
    this.lab = card.lab;
    const { canvas } = card.surface;
    canvas.addEventListener("pointermove", (event) => this.over(event));
    canvas.addEventListener("pointerleave", () => this.lab.tip.hide());
  }

  update(layout, get) {
    this.layout = layout;
    this.images = get("images");
    this.window = get("window")?.data;
    this.composed = null;
  }

  /** Fit the grid of tiles, whole, beside its axes. */
  place(surface, theme, [rows, columns], [height, width]) {
    const [left, low] = [30 * theme.scale, 21 * theme.scale];
    const room = [surface.width - left - 1, surface.height - low - 2];
    const scale = Math.min(room[0] / (columns * width), room[1] / (rows * height));
    const [w, h] = [columns * width * scale, rows * height * scale];
    return { x: left + (room[0] - w) / 2, y: 1 + (room[1] - h) / 2, w, h, rows, columns };
  }

  paint() {
    const picture = this.card.begin(this.images && this.window);
    if (!picture) return;
    const { context, surface, theme } = picture;
    const [grid, shape] = [this.layout.grid, this.layout.shape];
    const at = this.place(surface, theme, grid, shape);
    this.at = at;
    const sheet = this.compose(theme, grid, shape);
    context.imageSmoothingEnabled = true;
    context.imageSmoothingQuality = "medium";
    context.drawImage(sheet, at.x, at.y, at.w, at.h);
    this.gaps(context, theme, at);
    this.labels(context, theme, at);
  }

  compose(theme, [rows, columns], shape) {
    const key = `${theme.card} ${theme.ink}`;
    if (this.composed === key) return this.sheet.canvas;
    this.composed = key;
    if (!this.sheet?.fits(columns, rows, shape)) this.sheet = new Sheet(columns, rows, shape);
    const { data } = this.images;
    const ramp = intensities(this.layout, theme);
    const size = shape[0] * shape[1];
    for (let k = 0; k < rows * columns; k++) {
      const from = k * size;
      this.sheet.tile(k % columns, Math.floor(k / columns), data, from, ramp);
    }
    return this.sheet.finish();
  }

  gaps(context, theme, { x, y, w, h, rows, columns }) {
    context.lineWidth = 1;
    for (let c = 0; c <= columns; c++) {
      const at = Math.round(x + (c * w) / columns) + 0.5;
      stroke(context, theme.line, at, y, at, y + h);
    }
    for (let r = 0; r <= rows; r++) {
      const at = Math.round(y + (r * h) / rows) + 0.5;
      stroke(context, theme.line, x, at, x + w, at);
    }
  }

  /** Write the codes of the outermost centres, and the names of the axes between them. */
  labels(context, theme, { x, y, w, h, rows, columns }) {
    const [x0, x1, y0, y1] = this.window;
    const [cw, ch] = [w / columns / 2, h / rows / 2];
    context.font = theme.tick;
    context.fillStyle = theme.soft;
    const floor = y + h + 16 * theme.scale;
    context.textBaseline = "alphabetic";
    centred(context, number(x0, 2), x + cw, floor, x - 12);
    centred(context, number(x1, 2), x + w - cw, floor, x, x + w + 1);
    context.textAlign = "right";
    context.textBaseline = "middle";
    context.fillText(number(y1, 2), x - 5, y + Math.max(ch, 7));
    context.fillText(number(y0, 2), x - 5, y + h - Math.max(ch, 7));
    name(context, theme, "z₂", x - 6, y + h / 2 + 4);
    name(context, theme, "z₁", x + w / 2 + 7, floor);
  }

  /** Tell the code under the pointer. */
  over(event) {
    const { canvas } = this.card.surface;
    const box = canvas.getBoundingClientRect();
    const [px, py] = [event.clientX - box.left, event.clientY - box.top];
    if (!this.at || !this.window) return;
    const { x, y, w, h, rows, columns } = this.at;
    const c = Math.floor(((px - x) / w) * columns);
    const r = Math.floor(((py - y) / h) * rows);
    if (c < 0 || r < 0 || c >= columns || r >= rows) return this.lab.tip.hide();
    const [x0, x1, y0, y1] = this.window;
    const z1 = x0 + (c * (x1 - x0)) / Math.max(1, columns - 1);
    const z2 = y1 - (r * (y1 - y0)) / Math.max(1, rows - 1);
    const text = `decoded from z₁ ${number(z1, 3)}, z₂ ${number(z2, 3)}`;
    this.lab.tip.show(canvas, px, py, [{ cells: [text] }]);
  }

  describe() {
    if (!this.images || !this.window) return "Decoded plane, no picture yet";
    const [rows, columns] = this.layout.grid;
    const [x0, x1, y0, y1] = [...this.window].map((value) => number(value, 3));
    return (
      `Decoded plane: ${rows} by ${columns} decoded samples, ` +
      `z1 from ${x0} to ${x1}, z2 from ${y0} to ${y1}`
    );
  }
}

/** Write a text centred at x, pushed inside [least, most]. */
function centred(context, text, x, y, least = -Infinity, most = Infinity) {
  context.textAlign = "center";
  const half = context.measureText(text).width / 2;
  context.fillText(text, Math.max(least + half, Math.min(most - half, x)), y);
}
