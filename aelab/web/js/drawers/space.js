// Data in space, their reconstructions, and the decoded curve or sheet; a drag rotates them.

import { hint, Plot } from "../kit/canvas.js";
import { rgb } from "../kit/palette.js";
import { byClass, nearest, Stamp } from "../kit/points.js";
import { Pointer } from "../kit/pointer.js";
import { Samples } from "../kit/samples.js";
import { Rotation } from "../kit/rotation.js";
import { View } from "../kit/view.js";
import { item } from "../kit/text.js";

/** @import { SpaceLayout } from "../kit/kinds.d.ts" */
/** @import { ColourOf } from "../kit/points.js" */
/** @import { Card, Context, Drawer, Part, Points, SeenPoints, Theme,
 *   Update } from "../kit/types.d.ts" */

const DEPTHS = [0.28, 0.45, 0.7]; // opacity of points far away, in the middle, near

/** @implements {Drawer<"space">} */
export class Space {
  /** @type {SpaceLayout} */
  layout = {
    name: "", kind: "space", title: "Reconstructions", names: ["x₁", "x₂", "x₃"], classes: [],
  };
  /** @type {Points | null} */
  x = null;
  /** @type {Uint8Array | null} */
  labels = null;
  /** @type {Points | null} */
  xHat = null;
  /** @type {Part<Float32Array> | null} */
  curve = null;
  /** @type {Part<Float32Array> | null} */
  grid = null;
  /** @type {SeenPoints | null} */
  seen = null; // the data as they are drawn
  /** @type {Plot | null} */
  plot = null;

  /** @param {Card} card */
  constructor(card) {
    this.card = card;
    this.lab = card.lab;
    this.view = new View({ equal: true });
    this.rotation = new Rotation(() => this.changed());
    this.pointer = new Pointer(card.surface.canvas, this);
    this.stamp = new Stamp();
    this.samples = new Samples(card);
    card.foot.append(item("rotatable", "drag to turn"));
  }

  /** @type {Update<"space">} */
  update(layout, get) {
    this.layout = layout;
    this.x = triples(get("x"));
    this.labels = get("labels")?.data ?? null;
    this.xHat = triples(get("x_hat"));
    this.curve = get("curve");
    this.grid = get("grid");
    const text = this.curve ? "decoded curve" : this.grid ? "decoded sheet" : "";
    const { x, xHat, labels } = this;
    this.samples.update(layout, { x, xHat, labels, dimensions: 3 }, text);
    if (!this.x) return;
    this.rotation.centre(this.x.data);
    this.view.fix([-1.08, 1.08, -1.08, 1.08]);
  }

  paint() {
    const { surface } = this.card;
    const { theme } = this.lab;
    const context = surface.begin();
    const plot = new Plot(0, 0, surface.width, surface.height);
    plot.show(this.view.shown(plot));
    this.plot = plot;
    if (!this.x) return hint(context, theme, surface, this.lab.hint(this.card));
    const seen = this.rotation.project(this.x);
    this.seen = seen;
    plot.clip(context, () => this.paintAll(context, plot, theme, seen));
    this.tripod(context, theme, plot);
    this.pointer.paint(context, theme);
  }

  /** @type {(context: Context, plot: Plot, theme: Theme, seen: SeenPoints) => void} */
  paintAll(context, plot, theme, seen) {
    const colour = byClass(this.labels, this.lab.hidden);
    const k = theme.scale;
    const ink = rgb(theme.ink);
    this.points(context, plot, seen, colour, 2.1 * k);
    this.sheet(context, plot, theme);
    if (this.xHat) {
      const made = this.rotation.project(this.xHat);
      this.points(context, plot, made, (i) => colour(i) && ink, 1.3 * k);
    }
    this.samples.mark(context, theme, (sample) => {
      const { data } = this.rotation.project({ data: sample, count: 1 });
      return [plot.px(data[0]), plot.py(data[1])];
    });
  }

  /** Draw points in three layers, the farther the paler.
   * @type {(context: Context, plot: Plot, seen: SeenPoints, colourOf: ColourOf,
   *   radius: number) => void} */
  points(context, plot, seen, colourOf, radius) {
    this.stamp.begin(plot, this.card.surface.density);
    DEPTHS.forEach((alpha, layer) => {
      /** @type {(i: number) => boolean} */
      const here = (i) => Math.max(0, Math.min(2, Math.floor(1.5 + 2 * seen.depth[i]))) === layer;
      const size = radius * (0.88 + 0.12 * layer);
      const look = { radius: size, alpha };
      this.stamp.points(plot, seen, (i) => (here(i) ? colourOf(i) : null), look);
    });
    this.stamp.paint(context, plot);
  }

  /** Draw the decoded curve, or the lines of the decoded sheet.
   * @type {(context: Context, plot: Plot, theme: Theme) => void} */
  sheet(context, plot, theme) {
    const lines = this.curve ?? this.grid;
    if (!lines) return;
    const { data, shape } = lines;
    const seen = this.rotation.project({ data, count: data.length / 3 });
    const [rows, columns] = this.curve ? [1, shape[0]] : shape;
    context.strokeStyle = theme.soft;
    context.lineJoin = "round";
    /** @type {(first: number, stride: number, count: number) => void} */
    const line = (first, stride, count) => stretch(context, plot, seen, first, stride, count);
    for (let r = 0; r < rows; r++) line(r * columns, 1, columns);
    for (let c = 0; rows > 1 && c < columns; c++) line(c, columns, rows);
    context.globalAlpha = 1;
  }

  /** Draw the directions of the three axes in the corner.
   * @type {(context: Context, theme: Theme, plot: Plot) => void} */
  tripod(context, theme, plot) {
    const { names } = this.layout;
    const size = 26 * theme.scale;
    const [x, y] = [plot.x + size + 14, plot.y + plot.h - size - 14];
    context.lineWidth = 1.25;
    for (const [i, [dx, dy, depth]] of this.rotation.axes().entries()) {
      context.globalAlpha = depth < 0 ? 0.55 : 1;
      context.strokeStyle = theme.soft;
      context.beginPath();
      context.moveTo(x, y);
      context.lineTo(x + size * dx, y - size * dy);
      context.stroke();
      this.axisName(context, theme, names[i], x + (size + 9) * dx, y - (size + 9) * dy);
    }
    context.globalAlpha = 1;
  }

  /** @type {(context: Context, theme: Theme, words: string, x: number, y: number) => void} */
  axisName(context, theme, words, x, y) {
    const [, letter, digits] = /^([a-zA-Z])([₀-₉]*)$/.exec(words) ?? ["", words, ""];
    const index = [...digits].map((digit) => digit.charCodeAt(0) - 0x2080).join("");
    context.fillStyle = theme.ink;
    context.textAlign = "center";
    context.textBaseline = "middle";
    context.font = theme.maths;
    context.fillText(letter, x - (index ? 2 : 0), y);
    context.font = theme.small;
    if (index) context.fillText(index, x + 6, y + 4);
  }

  /** @type {(x: number, y: number) => number} */
  find(x, y) {
    if (!this.seen || !this.plot) return -1;
    return nearest(this.plot, this.seen, this.labels, this.lab.hidden, x, y);
  }

  /** @type {(x: number, y: number) => void} */
  hover(x, y) {
    this.samples.hover(this.find(x, y), x, y, "grab");
  }

  leave() {
    this.samples.leave();
  }

  /** @type {(x: number, y: number) => void} */
  pick(x, y) {
    this.samples.pick(this.find(x, y));
  }

  /** @type {(dx: number, dy: number) => void} */
  rotate(dx, dy) {
    this.rotation.drag(dx, dy);
  }

  release() {
    this.rotation.release();
  }

  changed() {
    this.lab.request(this.card);
  }

  fit() {
    this.rotation.reset();
    this.card.reset();
  }

  describe() {
    const text = this.samples.describe();
    if (text || !this.x) return text;
    const decoded = this.curve ? ", the decoded curve" : this.grid ? ", the decoded sheet" : "";
    return `Reconstructions in space: ${this.x.count} points, their reconstructions${decoded}`;
  }

  close() {
    this.rotation.close();
  }
}

/** Return {data, count} of an array of shape (n, 3), or null.
 * @type {(array: Part<Float32Array> | null) => Points | null} */
function triples(array) {
  if (!array || array.shape[1] !== 3) return null;
  return { data: array.data, count: array.shape[0] };
}

/** Draw a line of projected points piece by piece, the farther the paler.
 * @type {(context: Context, plot: Plot, seen: SeenPoints, first: number, stride: number,
 *   count: number) => void} */
function stretch(context, plot, { data, depth }, first, stride, count) {
  for (let k = 1; k < count; k++) {
    const [a, b] = [first + (k - 1) * stride, first + k * stride];
    const from = [plot.px(data[2 * a]), plot.py(data[2 * a + 1])];
    const to = [plot.px(data[2 * b]), plot.py(data[2 * b + 1])];
    if (![...from, ...to].every(Number.isFinite)) continue;
    const near = Math.max(0, Math.min(1, 0.5 + (depth[a] + depth[b]) / 2));
    context.globalAlpha = 0.25 + 0.45 * near;
    context.lineWidth = 0.7 + 0.4 * near;
    context.beginPath();
    context.moveTo(from[0], from[1]);
    context.lineTo(to[0], to[1]);
    context.stroke();
  }
}
