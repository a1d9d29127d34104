// Data in the plane, their reconstructions, and the decoded curve or grid.

import { extent, DataPlane } from "../kit/dataplane.js";
import { rgb } from "../kit/palette.js";
import { byClass, nearest, pairs, Stamp } from "../kit/points.js";
import { Samples } from "../kit/samples.js";

/** @import { Plot } from "../kit/canvas.js" */
/** @import { PlanePicture } from "../kit/dataplane.js" */
/** @import { CloudLayout } from "../kit/kinds.d.ts" */
/** @import { Card, Context, Drawer, Part, Points, Theme, Update } from "../kit/types.d.ts" */

/** @implements {Drawer<"cloud">} */
export class Cloud {
  /** @type {CloudLayout} */
  layout = { name: "", kind: "cloud", title: "Reconstructions", names: ["x₁", "x₂"], classes: [] };
  /** @type {Points | null} */
  x = null;
  /** @type {Uint8Array | null} */
  labels = null;
  /** @type {Points | null} */
  xHat = null;
  /** @type {Points | null} */
  xTilde = null;
  /** @type {Part<Float32Array> | null} */
  curve = null;
  /** @type {Part<Float32Array> | null} */
  grid = null;

  /** @param {Card} card */
  constructor(card) {
    this.card = card;
    this.lab = card.lab;
    this.flat = new DataPlane(card, this);
    this.view = this.flat.view;
    this.stamp = new Stamp();
    this.samples = new Samples(card);
  }

  /** @type {Update<"cloud">} */
  update(layout, get) {
    this.layout = layout;
    this.x = pairs(get("x"));
    this.labels = get("labels")?.data ?? null;
    this.xHat = pairs(get("x_hat"));
    this.xTilde = pairs(get("x_tilde"));
    this.curve = get("curve");
    this.grid = get("grid");
    const text = this.curve ? "decoded curve" : this.grid ? "decoded grid" : "";
    const { x, xHat, xTilde, labels } = this;
    this.samples.update(layout, { x, xHat, xTilde, labels, dimensions: 2 }, text);
    if (this.x) this.view.fix(extent(this.x.data));
  }

  paint() {
    const { x } = this;
    const picture = this.flat.begin(x, { names: this.layout.names });
    if (!picture || !x) return;
    picture.plot.clip(picture.context, () => this.paintAll(picture, x));
    this.flat.end(picture.context);
  }

  /** @type {(picture: PlanePicture, x: Points) => void} */
  paintAll({ context, plot, theme, density }, x) {
    const colour = byClass(this.labels, this.lab.hidden);
    const k = theme.scale;
    this.stamp.begin(plot, density);
    this.stamp.points(plot, x, colour, { radius: 1.9 * k, alpha: theme.dark ? 0.6 : 0.5 });
    this.stamp.paint(context, plot);
    if (this.xTilde && this.xHat) this.paintPairs(context, plot, theme, this.xTilde, this.xHat);
    context.strokeStyle = theme.soft;
    context.lineWidth = this.grid ? 0.9 : 1.5;
    context.globalAlpha = this.grid ? 0.75 : 1;
    context.lineJoin = "round";
    this.paintGrid(context, plot);
    if (this.curve) polyline(context, plot, this.curve.data, 0, 1, this.curve.shape[0]);
    context.globalAlpha = 1;
    if (this.xHat) {
      const ink = rgb(theme.ink);
      this.stamp.begin(plot, density);
      const look = { radius: 1.3 * k, alpha: 0.55 };
      this.stamp.points(plot, this.xHat, (i) => colour(i) && ink, look);
      this.stamp.paint(context, plot);
    }
    this.samples.mark(context, theme, (sample) => [plot.px(sample[0]), plot.py(sample[1])]);
  }

  /** Draw a pale line from each noisy point to its reconstruction.
   * @type {(context: Context, plot: Plot, theme: Theme, noisy: Points, made: Points)
   *   => void} */
  paintPairs(context, plot, theme, noisy, made) {
    const [from, to] = [noisy.data, made.data];
    context.strokeStyle = theme.soft;
    context.lineWidth = 0.75;
    context.globalAlpha = 0.38;
    context.beginPath();
    for (let i = 0; i < Math.min(noisy.count, made.count); i++) {
      if (this.labels && this.lab.hidden.has(this.labels[i])) continue;
      const at = [from[2 * i], from[2 * i + 1], to[2 * i], to[2 * i + 1]];
      if (!at.every(Number.isFinite)) continue;
      context.moveTo(plot.px(at[0]), plot.py(at[1]));
      context.lineTo(plot.px(at[2]), plot.py(at[3]));
    }
    context.stroke();
    context.globalAlpha = 1;
  }

  /** @type {(context: Context, plot: Plot) => void} */
  paintGrid(context, plot) {
    if (!this.grid) return;
    const { data, shape } = this.grid;
    const [rows, columns] = shape;
    for (let r = 0; r < rows; r++) polyline(context, plot, data, r * columns, 1, columns);
    for (let c = 0; c < columns; c++) polyline(context, plot, data, c, columns, rows);
  }

  /** @type {(x: number, y: number) => number} */
  find(x, y) {
    const { hidden } = this.lab;
    const { plot } = this.flat;
    if (!plot) return -1;
    const index = this.x ? nearest(plot, this.x, this.labels, hidden, x, y) : -1;
    if (index >= 0 || !this.xHat || this.layout.output) return index;
    return nearest(plot, this.xHat, this.labels, hidden, x, y);
  }

  /** @type {(x: number, y: number) => void} */
  hover(x, y) {
    this.samples.hover(this.find(x, y), x, y);
  }

  leave() {
    this.samples.leave();
  }

  /** @type {(x: number, y: number) => void} */
  pick(x, y) {
    this.samples.pick(this.find(x, y));
  }

  describe() {
    const text = this.samples.describe();
    if (text || !this.x) return text;
    const decoded = this.curve ? ", the decoded curve" : this.grid ? ", the decoded grid" : "";
    const noisy = this.xTilde ? "their noisy copies, " : "";
    return `Reconstructions: ${this.x.count} data points, ${noisy}their reconstructions${decoded}`;
  }
}

/** Draw points first, first + stride, … as one line, broken where they are not finite.
 * @type {(context: Context, plot: Plot, data: Float32Array, first: number, stride: number,
 *   count: number) => void} */
function polyline(context, plot, data, first, stride, count) {
  context.beginPath();
  let down = false;
  for (let k = 0; k < count; k++) {
    const at = 2 * (first + k * stride);
    const [x, y] = [plot.px(data[at]), plot.py(data[at + 1])];
    if (!Number.isFinite(x + y)) down = false;
    else if (down) context.lineTo(x, y);
    else {
      context.moveTo(x, y);
      down = true;
    }
  }
  context.stroke();
}
