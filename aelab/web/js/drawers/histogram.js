// @ts-nocheck
// A latent space of one dimension: classes stacked in bins.

import { axes, ticks } from "../kit/axes.js";
import { hint, Plot, ring, stroke } from "../kit/canvas.js";
import { Legend } from "../kit/legend.js";
import { classColour } from "../kit/palette.js";
import { Pointer } from "../kit/pointer.js";
import { quantiles, View } from "../kit/view.js";
import { axis, number } from "../kit/text.js";

const BINS = 56;

export class Histogram {
  constructor(card) {
    this.card = card;
    this.lab = card.lab;
    this.view = new View({ wheel: "x" });
    this.legend = new Legend(card);
    this.pointer = new Pointer(card.surface.canvas, this);
    this.top = 0;
  }

  update(layout, get) {
    this.layout = layout;
    this.points = get("points")?.data;
    this.labels = get("labels")?.data;
    this.name = layout.names?.[0] ?? axis(layout.axes?.[0] ?? 0);
    this.legend.update(layout.classes ?? [], this.labels);
    if (this.points) this.view.follow(quantiles(this.points, 1, 0, 0.005), [0, 1]);
  }

  /** Count the visible samples per bin and class over the shown range. */
  count(x0, x1) {
    const classes = Math.max(1, this.layout.classes?.length ?? 1);
    const counts = Array.from({ length: BINS }, () => new Uint32Array(classes));
    const scale = BINS / (x1 - x0);
    this.points.forEach((value, i) => {
      const bin = Math.floor((value - x0) * scale);
      const label = this.labels?.[i] ?? 0;
      if (bin >= 0 && bin < BINS && !this.lab.hidden.has(label)) counts[bin][label % classes]++;
    });
    return counts;
  }

  /** Keep the height of the plot calm: grow at once, shrink only when much is empty. */
  height(counts) {
    const most = Math.max(1, ...counts.map((bin) => bin.reduce((a, b) => a + b, 0)));
    if (most > this.top || most < 0.68 * this.top) this.top = most * 1.15;
    return this.top;
  }

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
    if (!this.points) return hint(context, theme, surface, this.lab.hint(this.card));
    const [x0, x1] = this.view.box ?? [-1, 1];
    this.counts = this.count(x0, x1);
    plot.show([x0, x1, 0, this.height(this.counts)]);
    axes(context, theme, plot, {
      x: ticks(x0, x1, plot.w / 64),
      y: ticks(0, this.top, plot.h / 64).filter(({ value }) => Number.isInteger(value)),
      xName: this.name,
    });
    plot.clip(context, () => this.paintBars(context, plot));
    this.hovered(context, plot, theme, this.lab.hovered);
    this.mark(context, plot, theme, this.lab.picked);
    this.pointer.paint(context, theme);
  }

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

  /** Show where the sample is that is pointed at in another picture. */
  hovered(context, plot, theme, index) {
    const value = this.points[index];
    if (!(value >= plot.box[0] && value <= plot.box[1])) return;
    const x = Math.round(plot.px(value)) + 0.5;
    context.lineWidth = 1;
    stroke(context, theme.ink, x, plot.y, x, plot.y + plot.h);
  }

  mark(context, plot, theme, index) {
    const value = this.points[index];
    if (!Number.isFinite(value) || value < plot.box[0] || value > plot.box[1]) return;
    ring(context, theme, plot.px(value), plot.y + plot.h, 5, 2);
  }

  bin(x) {
    const i = Math.floor(((x - this.plot.x) / this.plot.w) * BINS);
    return this.counts?.[i] ? i : -1;
  }

  hover(x, y) {
    const i = this.points ? this.bin(x) : -1;
    if (i < 0) return this.leave();
    const [x0, x1] = this.plot.box;
    const edge = (k) => number(x0 + (k * (x1 - x0)) / BINS, 3);
    const name = (label) => this.layout.classes?.[label] ?? "";
    const rows = [...this.counts[i]].flatMap((count, label) =>
      count ? [{ cells: [name(label), String(count)], colour: classColour(label) }] : [],
    );
    const head = { cells: [`${this.name} ${edge(i)} … ${edge(i + 1)}`] };
    const { canvas } = this.card.surface;
    this.lab.inspector.place(canvas, x, y, [this.plot.ix(x)], [], [head, ...rows]);
  }

  leave() {
    this.lab.inspector.leave();
  }

  /** Pick the sample nearest to the pointer, of the class pointed at. */
  pick(x, y) {
    if (!this.points || this.bin(x) < 0) return;
    const label = this.classAt(this.counts[this.bin(x)], this.plot.iy(y));
    const wanted = this.plot.ix(x);
    let found = -1;
    this.points.forEach((value, i) => {
      if (label >= 0 && this.labels && this.labels[i] !== label) return;
      if (this.lab.hidden.has(this.labels?.[i] ?? 0) || !Number.isFinite(value)) return;
      if (found < 0 || Math.abs(value - wanted) < Math.abs(this.points[found] - wanted)) found = i;
    });
    if (found >= 0) this.lab.pick(found);
  }

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
    if (!this.points) return "Latent space, no picture yet";
    const [x0, x1] = this.plot.box.map((value) => number(value, 3));
    return (
      `Latent space: histogram of ${this.points.length} samples by class, ` +
      `z1 from ${x0} to ${x1}`
    );
  }
}
