// @ts-nocheck
// Sculpting: the spectrum of a known quantity for normal samples, all of them and after the cut.

import { axes, heights, margin, ticks } from "../kit/axes.js";
import { Plot, stroke } from "../kit/canvas.js";
import { classColour, classInk } from "../kit/palette.js";
import { Pointer } from "../kit/pointer.js";
import { calm } from "../kit/series.js";
import { stepLine } from "../kit/stepline.js";
import { Toggle } from "../kit/toggle.js";
import { counter, element, fixed, item, number, write } from "../kit/text.js";

export class Sculpt {
  constructor(card) {
    this.card = card;
    this.lab = card.lab;
    this.pointer = new Pointer(card.surface.canvas, this);
    const label = "Counts, instead of both spectra with the same area";
    this.counts = new Toggle(card, "counts", { label, title: label }, () => (this.top = null));
    this.before = item("patch normal", "");
    this.after = item("dash solid normal", "");
    for (const node of [this.before, this.after]) {
      node.style.setProperty("--mark", classColour(0));
    }
    this.correlation = element("span", "item said");
    this.aucs = element("span", "item said more");
    card.foot.append(this.before, this.after, this.correlation, this.aucs);
  }

  update(layout, get) {
    this.layout = layout;
    this.edges = get("edges")?.data;
    this.spectrum = get("spectrum");
    this.levels = get("levels")?.data;
    this.names = layout.names ?? ["normal", "anomalous"];
    this.relate(get("correlation")?.data ?? []);
    const [raw, flat] = get("auc")?.data ?? [];
    this.aucs.hidden = !Number.isFinite(flat);
    write(this.aucs, `AUC ${fixed(raw, 3)}, independent of ${layout.quantity} ${fixed(flat, 3)}`);
  }

  get ready() {
    const known = [this.edges, this.levels].every((values) => values?.every(Number.isFinite));
    return Boolean(known && this.spectrum && this.levels.length > 1);
  }

  /** Say how much the score and the quantity go together. */
  relate(values) {
    const known = this.names.flatMap((name, i) =>
      Number.isFinite(values[i]) ? [`${fixed(values[i], 2)} ${name}`] : [],
    );
    this.correlation.hidden = !known.length;
    write(this.correlation, `Spearman ρ ${known.join(", ")}`);
    this.correlation.title = `Rank correlation of the score and the ${this.layout.quantity}`;
  }

  /** Return the row of the level nearest to the cut in force, on a logarithm; never row 0. */
  get row() {
    const far = (level) => Math.abs(Math.log(level / this.lab.cut));
    let found = 1;
    for (let i = 1; i < this.levels.length; i++) {
      if (far(this.levels[i]) < far(this.levels[found])) found = i;
    }
    return found;
  }

  /** Return the share of normal samples in that row as a text. */
  get kept() {
    return `${Number((100 * this.levels[this.row]).toPrecision(2))} %`;
  }

  /** Return {values, errors, counts} of one row: counts, or shares per unit of the quantity. */
  levelled(row) {
    const bins = this.spectrum.shape[1];
    const counts = this.spectrum.data.subarray(row * bins, (row + 1) * bins);
    const total = counts.reduce((a, b) => a + b, 0);
    const scale = (i) =>
      this.counts.on ? 1 : 1 / (Math.max(1, total) * (this.edges[i + 1] - this.edges[i]));
    const values = counts.map((count, i) => count * scale(i));
    const errors = counts.map((count, i) => Math.sqrt(count) * scale(i)); // of Poisson
    return { values, errors, counts };
  }

  paint() {
    const picture = this.card.begin(this.ready);
    if (!picture) return (this.plot = null);
    const { context, surface, theme } = picture;
    this.drawn = [this.levelled(0), this.levelled(this.row)];
    const plot = this.place(context, surface, theme);
    this.frame(context, theme, plot);
    plot.clip(context, () => this.paintAll(context, theme, plot));
    write(this.before.lastChild, `all ${this.names[0]}`);
    write(this.after.lastChild, `${this.kept} of highest score`);
  }

  place(context, surface, theme) {
    const k = theme.scale;
    const [top, low] = [20 * k, 21 * k];
    const high = surface.height - top - low;
    const most = Math.max(...this.drawn.flatMap(({ values }) => [...values]), 1e-9);
    this.top = calm(this.top, [0, 1.12 * most]);
    this.yTicks = ticks(...this.top, high / (34 * k));
    const left = margin(context, theme, this.yTicks);
    const plot = new Plot(left, top, surface.width - left - 8, high);
    return (this.plot = plot.show([this.edges[0], this.edges[this.edges.length - 1], ...this.top]));
  }

  frame(context, theme, plot) {
    const { quantity = "", unit = "" } = this.layout;
    const [x0, x1] = plot.box;
    const x = ticks(x0, x1, plot.w / (52 * theme.scale));
    const named = unit ? `${quantity} (${unit})` : quantity;
    axes(context, theme, plot, { x, y: this.yTicks, xName: named, zero: false });
    const words = this.counts.on ? "per bin" : `share per ${unit || "unit"}`;
    heights(context, theme, words, this.card.surface.width);
  }

  /** Draw all normal samples as a pale area, and those above the cut as a line with errors. */
  paintAll(context, theme, plot) {
    const [all, kept] = this.drawn;
    const [colour, ink] = [classColour(0), classInk(0, theme)];
    stepLine(context, plot, this.edges, all.values, { fill: colour, alpha: 0.25 });
    context.lineWidth = 1;
    kept.values.forEach((value, i) => {
      if (!(value > 0)) return;
      const x = plot.px((this.edges[i] + this.edges[i + 1]) / 2);
      stroke(context, ink, x, plot.py(value - kept.errors[i]), x, plot.py(value + kept.errors[i]));
    });
    stepLine(context, plot, this.edges, kept.values, { line: ink, width: 1.75 });
  }

  hover(x, y) {
    if (!this.ready || !this.drawn) return;
    const at = this.plot.ix(x);
    const i = this.edges.findIndex((edge, k) => at >= edge && at < this.edges[k + 1]);
    if (i < 0) return this.leave();
    const { quantity = "", unit = "" } = this.layout;
    const ends = `${number(this.edges[i], 3)} … ${number(this.edges[i + 1], 3)}`;
    const [all, kept] = this.drawn;
    this.lab.tip.show(this.card.surface.canvas, x, y, [
      { cells: [`${quantity} ${ends} ${unit}`] },
      { cells: ["all", counter(all.counts[i])] },
      { cells: ["above the cut", counter(kept.counts[i])] },
    ]);
  }

  leave() {
    this.lab.tip.hide();
  }

  describe() {
    const title = this.layout?.title ?? "Sculpting";
    if (!this.ready) return `${title}, no picture yet`;
    return (
      `${title}: ${this.layout.quantity} of ${this.names[0]}, all and the ` +
      `${this.kept} with the highest scores; ` +
      this.correlation.textContent
    );
  }
}
