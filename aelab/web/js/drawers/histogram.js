// A latent space of one dimension: a histogram with stacked classes.

import { axes, ticks } from "../kit/axes.js";
import { hint, Plot, ring, stroke } from "../kit/canvas.js";
import { Legend } from "../kit/legend.js";
import { classColour } from "../kit/palette.js";
import { Pointer } from "../kit/pointer.js";
import { quantiles, View } from "../kit/view.js";
import { axis, number } from "../kit/text.js";

/** @import { HistogramLayout } from "../kit/kinds.d.ts" */
/** @import { Box, Card, Context, Drawer, Theme, Update } from "../kit/types.d.ts" */

const BINS = 56;

/** @implements {Drawer<"histogram">} */
export class Histogram {
  /** @type {HistogramLayout} */
  layout = {
    name: "", kind: "histogram", title: "Latent space", dims: 1, axes: [0], names: [],
    prior: false, classes: [],
  };
  /** @type {Float32Array | null} */
  points = null;
  /** @type {Uint8Array | null} */
  labels = null;
  name = axis(0);
  top = 0; // of the vertical axis
  /** @type {Uint32Array[]} */
  counts = []; // of each bin, by class
  /** @type {Plot | null} */
  plot = null;

  /** @param {Card} card */
  constructor(card) {
    this.card = card;
    this.lab = card.lab;
    this.view = new View({ wheel: "x" });
    this.legend = new Legend(card);
    this.pointer = new Pointer(card.surface.canvas, this);
  }

  /** @type {Update<"histogram">} */
  update(layout, get) {
    this.layout = layout;
    this.points = get("points")?.data ?? null;
    this.labels = get("labels")?.data ?? null;
    this.name = layout.names[0] ?? axis(layout.axes[0] ?? 0);
    this.legend.update(layout.classes, this.labels);
    if (this.points) this.view.follow(quantiles(this.points, 1, 0, 0.005), [0, 1]);
  }

  /** Count the visible samples per bin and class over the shown range.
   * @type {(points: Float32Array, x0: number, x1: number) => Uint32Array[]} */
  count(points, x0, x1) {
    const classes = Math.max(1, this.layout.classes.length);
    const counts = Array.from({ length: BINS }, () => new Uint32Array(classes));
    const scale = BINS / (x1 - x0);
    points.forEach((value, i) => {
      const bin = Math.floor((value - x0) * scale);
      const label = this.labels?.[i] ?? 0;
      if (bin >= 0 && bin < BINS && !this.lab.hidden.has(label)) counts[bin][label % classes]++;
    });
    return counts;
  }

  /** Return the height of the plot: it grows at once, and shrinks only when much is empty.
   * @type {(counts: Uint32Array[]) => number} */
  height(counts) {
    const most = Math.max(1, ...counts.map((bin) => bin.reduce((a, b) => a + b, 0)));
    if (most > this.top || most < 0.68 * this.top) this.top = most * 1.15;
    return this.top;
  }

  /** @returns {Box | null} */
  get shown() {
    return this.plot && this.points ? this.plot.box : null;
  }

  paint() {
    const { surface } = this.card;
    const { theme } = this.lab;
    const context = surface.begin();
    const [left, low] = [38 * theme.scale, 22 * theme.scale];
    const plot = new Plot(left, 4, surface.width - left - 2, surface.height - 4 - low);
    this.plot = plot;
    const { points } = this;
    if (!points) return hint(context, theme, surface, this.lab.hint(this.card));
    const [x0, x1] = this.view.box ?? [-1, 1];
    this.counts = this.count(points, x0, x1);
    plot.show([x0, x1, 0, this.height(this.counts)]);
    axes(context, theme, plot, {
      x: ticks(x0, x1, plot.w / 64),
      y: ticks(0, this.top, plot.h / 64).filter(({ value }) => Number.isInteger(value)),
      xName: this.name,
    });
    plot.clip(context, () => this.paintBars(context, plot));
    this.markHovered(context, plot, theme, points[this.lab.hovered]);
    this.markPicked(context, plot, theme, points[this.lab.picked]);
    this.pointer.paint(context, theme);
  }

  /** @type {(context: Context, plot: Plot) => void} */
  paintBars(context, plot) {
    const width = plot.w / BINS;
    this.counts.forEach((bin, i) => {
      const x = Math.round(plot.x + i * width);
      const w = Math.max(1, Math.round(plot.x + (i + 1) * width) - x - 1);
      let sum = 0;
      bin.forEach((count, label) => {
        if (!count) return;
        const low = plot.py(sum);
        const top = plot.py((sum += count));
        context.fillStyle = classColour(label);
        context.globalAlpha = 0.85;
        context.fillRect(x, top, w, low - top);
      });
    });
    context.globalAlpha = 1;
  }

  /** Mark the value of the sample under the pointer in another picture.
   * @type {(context: Context, plot: Plot, theme: Theme, value: number) => void} */
  markHovered(context, plot, theme, value) {
    if (!(value >= plot.box[0] && value <= plot.box[1])) return;
    const x = Math.round(plot.px(value)) + 0.5;
    context.lineWidth = 1;
    stroke(context, theme.ink, x, plot.y, x, plot.y + plot.h);
  }

  /** @type {(context: Context, plot: Plot, theme: Theme, value: number) => void} */
  markPicked(context, plot, theme, value) {
    if (!Number.isFinite(value) || value < plot.box[0] || value > plot.box[1]) return;
    ring(context, theme, plot.px(value), plot.y + plot.h, 5, 2);
  }

  /** Return the bin at a pixel, or −1.
   * @type {(plot: Plot, x: number) => number} */
  bin(plot, x) {
    const i = Math.floor(((x - plot.x) / plot.w) * BINS);
    return this.counts[i] ? i : -1;
  }

  /** @type {(x: number, y: number) => void} */
  hover(x, y) {
    const { plot } = this;
    const i = this.points && plot ? this.bin(plot, x) : -1;
    if (i < 0 || !plot) return this.leave();
    const [x0, x1] = plot.box;
    /** @type {(k: number) => string} */
    const edge = (k) => number(x0 + (k * (x1 - x0)) / BINS, 3);
    const { classes } = this.layout;
    const rows = [...this.counts[i]].flatMap((count, label) =>
      count ? [{ cells: [classes[label] ?? "", String(count)], colour: classColour(label) }] : [],
    );
    const head = { cells: [`${this.name} ${edge(i)} … ${edge(i + 1)}`] };
    const { canvas } = this.card.surface;
    this.lab.inspector.place(canvas, x, y, [plot.ix(x)], [], [head, ...rows]);
  }

  leave() {
    this.lab.inspector.leave();
  }

  /** Pick the sample nearest to the pointer, of the class under it.
   * @type {(x: number, y: number) => void} */
  pick(x, y) {
    const { points, plot } = this;
    if (!points || !plot || this.bin(plot, x) < 0) return;
    const label = this.classAt(this.counts[this.bin(plot, x)], plot.iy(y));
    const wanted = plot.ix(x);
    let index = -1;
    points.forEach((value, i) => {
      if (label >= 0 && this.labels && this.labels[i] !== label) return;
      if (this.lab.hidden.has(this.labels?.[i] ?? 0) || !Number.isFinite(value)) return;
      if (index < 0 || Math.abs(value - wanted) < Math.abs(points[index] - wanted)) index = i;
    });
    if (index >= 0) this.lab.pick(index);
  }

  /** @type {(bin: Uint32Array, height: number) => number} */
  classAt(bin, height) {
    let sum = 0;
    return bin.findIndex((count) => count > 0 && (sum += count) >= height);
  }

  changed() {
    this.lab.request(this.card);
  }

  fit() {
    this.card.reset();
  }

  describe() {
    if (!this.points || !this.plot) return "Latent space, no picture yet";
    const [x0, x1] = this.plot.box.map((value) => number(value, 3));
    return (
      `Latent space: histogram of ${this.points.length} samples by class, ` +
      `z1 from ${x0} to ${x1}`
    );
  }
}
