// A map of one number over the plane of the data with its colour bar, and ellipses of the singular
// vectors of a Jacobian J where JᵀJ is given.

import { ticks } from "../kit/axes.js";
import { ellipses } from "../kit/ellipses.js";
import { DataPlane } from "../kit/dataplane.js";
import { contextOf, stroke } from "../kit/canvas.js";
import { byClass, pairs, Stamp } from "../kit/points.js";
import { calm } from "../kit/series.js";
import { number } from "../kit/text.js";

/** @import { Plot } from "../kit/canvas.js" */
/** @import { PlanePicture } from "../kit/dataplane.js" */
/** @import { MapLayout } from "../kit/kinds.d.ts" */
/** @import { Box, Card, Context, Drawer, Interval, Part, Points, Rgb, Theme,
 *   Update } from "../kit/types.d.ts" */

const BAR = 12; // px of the colour bar's width
/** @type {Rgb} */
const RIM = [255, 255, 255]; // around points, so that they are seen on any colour

/** @implements {Drawer<"map">} */
export class Heatmap {
  /** @type {MapLayout} */
  layout = { name: "", kind: "map", title: "Map", unit: "", names: ["x₁", "x₂"], classes: [] };
  /** @type {Part<Float32Array> | null} */
  values = null;
  /** @type {Float32Array | null} */
  window = null; // centres of the outermost cells
  /** @type {Points | null} */
  x = null;
  /** @type {Uint8Array | null} */
  labels = null;
  /** @type {Part<Float32Array> | null} */
  metric = null;
  /** @type {Interval | null} */
  range = null; // of the colours
  /** @type {OffscreenCanvas | null} */
  composed = null;

  /** @param {Card} card */
  constructor(card) {
    this.card = card;
    this.lab = card.lab;
    this.flat = new DataPlane(card, this);
    this.view = this.flat.view;
    this.stamp = new Stamp();
  }

  /** @type {Update<"map">} */
  update(layout, get) {
    this.layout = layout;
    this.values = get("values");
    this.window = get("window")?.data ?? null;
    this.x = pairs(get("x"));
    this.labels = get("labels")?.data ?? null;
    this.metric = get("metric");
    this.composed = null;
    if (!this.values || !this.window) return;
    this.range = calm(this.range, this.heights(this.values.data));
    this.view.fix(this.edges(this.window, this.values.shape));
  }

  /** @type {(values: Float32Array) => Interval} */
  heights(values) {
    const finite = values.filter(Number.isFinite);
    const [least, most] = [finite.reduce(min, Infinity), finite.reduce(max, -Infinity)];
    if (!(most > least)) return [0, 1];
    return [least >= 0 && least < 0.5 * most ? 0 : least, most]; // from zero where it is near
  }

  /** Return the box of all cells, half a cell beyond the outermost centres.
   * @type {(window: Float32Array, shape: number[]) => Box} */
  edges([x0, x1, y0, y1], [rows, columns]) {
    const dx = (x1 - x0) / Math.max(1, columns - 1) / 2;
    const dy = (y1 - y0) / Math.max(1, rows - 1) / 2;
    return [x0 - dx, x1 + dx, y0 - dy, y1 + dy];
  }

  paint() {
    const { theme } = this.lab;
    const { values, window } = this;
    const ready = values && window;
    const right = ready ? BAR + 48 * theme.scale : 2;
    const picture = this.flat.begin(ready, { names: this.layout.names, right });
    if (!picture || !values || !window) return;
    const { context, plot } = picture;
    plot.clip(context, () => {
      this.paintMap(context, plot, values, this.edges(window, values.shape));
      this.paintPoints(picture);
      if (this.metric) ellipses(context, plot, this.metric, theme.scale);
    });
    this.bar(context, theme, plot);
    this.flat.end(context);
  }

  /** @type {(context: Context, plot: Plot, values: Part<Float32Array>, edges: Box) => void} */
  paintMap(context, plot, values, [x0, x1, y0, y1]) {
    const [x, y] = [plot.px(x0), plot.py(y1)];
    context.imageSmoothingEnabled = true;
    context.imageSmoothingQuality = "high";
    context.drawImage(this.compose(values), x, y, plot.px(x1) - x, plot.py(y0) - y);
  }

  /** @type {(values: Part<Float32Array>) => OffscreenCanvas} */
  compose(values) {
    const { map } = this.lab.theme;
    if (this.composed) return this.composed;
    const [rows, columns] = values.shape;
    const canvas = new OffscreenCanvas(columns, rows);
    const context = contextOf(canvas);
    const image = context.createImageData(columns, rows);
    const pixels = new Uint32Array(image.data.buffer);
    const [lo, hi] = this.range ?? [0, 1];
    values.data.forEach((value, i) => {
      const t = Math.round((255 * (value - lo)) / (hi - lo));
      pixels[i] = Number.isFinite(value) ? map[Math.max(0, Math.min(255, t))] : 0;
    });
    context.putImageData(image, 0, 0);
    return (this.composed = canvas);
  }

  /** @type {(picture: PlanePicture) => void} */
  paintPoints({ context, plot, theme, density }) {
    if (!this.x) return;
    const colour = byClass(this.labels, this.lab.hidden);
    const k = theme.scale;
    this.stamp.begin(plot, density);
    this.stamp.points(plot, this.x, (i) => colour(i) && RIM, { radius: 2.1 * k, alpha: 0.5 });
    this.stamp.points(plot, this.x, colour, { radius: 1.3 * k, alpha: 0.9 });
    this.stamp.paint(context, plot);
  }

  /** Draw the colour bar with numbers, its unit above.
   * @type {(context: Context, theme: Theme, plot: Plot) => void} */
  bar(context, theme, plot) {
    const [lo, hi] = this.range ?? [0, 1];
    const k = theme.scale;
    const [x, top] = [plot.x + plot.w + 8, plot.y + 18 * k];
    const high = plot.h - 18 * k;
    const { map } = theme;
    for (let i = 0; i < high; i++) {
      const colour = map[Math.round(255 * (1 - i / (high - 1)))];
      context.fillStyle = `rgb(${colour & 255} ${(colour >> 8) & 255} ${(colour >> 16) & 255})`;
      context.fillRect(x, top + i, BAR, 1.5);
    }
    /** @type {(value: number) => number} */
    const y = (value) => top + high * (1 - (value - lo) / (hi - lo));
    context.font = theme.tick;
    context.fillStyle = theme.soft;
    context.textAlign = "left";
    context.textBaseline = "middle";
    context.lineWidth = 1;
    for (const { value, label } of ticks(lo, hi, high / (44 * k))) {
      const at = Math.max(top + 6, Math.min(top + high - 6, y(value)));
      stroke(context, theme.axis, x + BAR, y(value), x + BAR + 3, y(value));
      context.fillText(label, x + BAR + 6, at);
    }
    context.textAlign = "right";
    context.textBaseline = "alphabetic";
    context.fillText(this.layout.unit ?? "", this.card.surface.width, plot.y + 9 * k);
  }

  /** @type {(x: number, y: number) => void} */
  hover(x, y) {
    const { plot } = this.flat;
    if (!this.values || !this.window || !plot) return;
    const at = [plot.ix(x), plot.iy(y)];
    const [x0, x1, y0, y1] = this.edges(this.window, this.values.shape);
    const [rows, columns] = this.values.shape;
    const c = Math.floor(((at[0] - x0) / (x1 - x0)) * columns);
    const r = Math.floor(((y1 - at[1]) / (y1 - y0)) * rows);
    if (c < 0 || r < 0 || c >= columns || r >= rows) return this.leave();
    const { names, unit } = this.layout;
    this.lab.tip.show(this.card.surface.canvas, x, y, [
      { cells: [unit, number(this.values.data[r * columns + c])] },
      { cells: [`${names[0]} ${number(at[0], 3)}   ${names[1]} ${number(at[1], 3)}`] },
    ]);
  }

  leave() {
    this.lab.tip.hide();
  }

  describe() {
    const { title, unit } = this.layout;
    if (!this.values) return `${title}, no picture yet`;
    const [lo, hi] = this.heights(this.values.data).map((value) => number(value, 3));
    return `${title}: ${unit} over the plane of the data, from ${lo} to ${hi}`;
  }
}

/** @type {(a: number, b: number) => number} */
function min(a, b) {
  return Math.min(a, b);
}

/** @type {(a: number, b: number) => number} */
function max(a, b) {
  return Math.max(a, b);
}
