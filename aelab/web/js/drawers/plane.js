// The decoded plane: images that a grid of codes decodes to, on the axes of the code.

import { name } from "../kit/axes.js";
import { intensities } from "../kit/intensity.js";
import { stroke } from "../kit/canvas.js";
import { Sheet } from "../kit/pixels.js";
import { number } from "../kit/text.js";

/** @import { Surface } from "../kit/canvas.js" */
/** @import { PlaneLayout } from "../kit/kinds.d.ts" */
/** @import { Card, Context, Drawer, Part, Theme, Update } from "../kit/types.d.ts" */

/** Where the grid of tiles is on the canvas.
 * @typedef {object} Tiling
 * @property {number} x
 * @property {number} y
 * @property {number} w
 * @property {number} h
 * @property {number} rows
 * @property {number} columns */

/** @implements {Drawer<"plane">} */
export class Plane {
  /** @type {PlaneLayout} */
  layout = {
    name: "", kind: "plane", title: "Decoded plane", shape: [0, 0], low: 0, high: 1, grid: [0, 0],
  };
  /** @type {Part<Uint8Array> | null} */
  images = null;
  /** @type {Float32Array | null} */
  window = null; // codes of the outermost centres
  /** @type {Tiling | null} */
  at = null;
  /** @type {Sheet | null} */
  sheet = null;
  composed = ""; // what the sheet shows

  /** @param {Card} card */
  constructor(card) {
    this.card = card;
    this.lab = card.lab;
    const { canvas } = card.surface;
    canvas.addEventListener("pointermove", (event) => this.over(event));
    canvas.addEventListener("pointerleave", () => this.lab.tip.hide());
  }

  /** @type {Update<"plane">} */
  update(layout, get) {
    this.layout = layout;
    this.images = get("images");
    this.window = get("window")?.data ?? null;
    this.composed = "";
  }

  /** Fit the whole grid of tiles beside its axes.
   * @type {(surface: Surface, theme: Theme, grid: number[], shape: number[]) => Tiling} */
  place(surface, theme, [rows, columns], [height, width]) {
    const [left, low] = [30 * theme.scale, 21 * theme.scale];
    const room = [surface.width - left - 1, surface.height - low - 2];
    const scale = Math.min(room[0] / (columns * width), room[1] / (rows * height));
    const [w, h] = [columns * width * scale, rows * height * scale];
    return { x: left + (room[0] - w) / 2, y: 1 + (room[1] - h) / 2, w, h, rows, columns };
  }

  paint() {
    const { images, window } = this;
    const picture = this.card.begin(images && window);
    if (!picture || !images || !window) return;
    const { context, surface, theme } = picture;
    const { grid, shape } = this.layout;
    const at = this.place(surface, theme, grid, shape);
    this.at = at;
    const sheet = this.compose(theme, grid, shape, images.data);
    context.imageSmoothingEnabled = true;
    context.imageSmoothingQuality = "medium";
    context.drawImage(sheet, at.x, at.y, at.w, at.h);
    this.gaps(context, theme, at);
    this.labels(context, theme, at, window);
  }

  /** @type {(theme: Theme, grid: number[], shape: number[], images: Uint8Array)
   *   => OffscreenCanvas} */
  compose(theme, [rows, columns], shape, data) {
    const key = `${theme.card} ${theme.ink}`;
    if (this.sheet && this.composed === key) return this.sheet.canvas;
    this.composed = key;
    if (!this.sheet?.fits(columns, rows, shape)) this.sheet = new Sheet(columns, rows, shape);
    const ramp = intensities(this.layout, theme);
    const size = shape[0] * shape[1];
    for (let k = 0; k < rows * columns; k++) {
      const from = k * size;
      this.sheet.tile(k % columns, Math.floor(k / columns), data, from, ramp);
    }
    return this.sheet.finish();
  }

  /** @type {(context: Context, theme: Theme, at: Tiling) => void} */
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

  /** Write the codes of the outermost centres, and the names of the axes between them.
   * @type {(context: Context, theme: Theme, at: Tiling, window: Float32Array) => void} */
  labels(context, theme, { x, y, w, h, rows, columns }, [x0, x1, y0, y1]) {
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

  /** Show the code under the pointer.
   * @type {(event: PointerEvent) => void} */
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
    if (!this.images || !this.window) return `${this.layout.title}, no picture yet`;
    const [rows, columns] = this.layout.grid;
    const [x0, x1, y0, y1] = [...this.window].map((value) => number(value, 3));
    return (
      `${this.layout.title}: ${rows} by ${columns} decoded samples, ` +
      `z1 from ${x0} to ${x1}, z2 from ${y0} to ${y1}`
    );
  }
}

/** Write a text centred at x, pushed inside [least, most].
 * @type {(context: Context, text: string, x: number, y: number, least?: number,
 *   most?: number) => void} */
function centred(context, text, x, y, least = -Infinity, most = Infinity) {
  context.textAlign = "center";
  const half = context.measureText(text).width / 2;
  context.fillText(text, Math.max(least + half, Math.min(most - half, x)), y);
}
