// Sculpting: the spectrum of a quantity for normal samples, all of them and those above the cut.

import { axes, heights, margin, ticks } from "../kit/axes.js";
import { Plot, stroke } from "../kit/canvas.js";
import { classColour, classInk } from "../kit/palette.js";
import { Pointer } from "../kit/pointer.js";
import { calm } from "../kit/series.js";
import { stepLine } from "../kit/stepline.js";
import { Toggle } from "../kit/toggle.js";
import { counter, element, fixed, item, number, write } from "../kit/text.js";

/** @import { Surface } from "../kit/canvas.js" */
/** @import { SculptLayout } from "../kit/kinds.d.ts" */
/** @import { Card, Context, Drawer, Interval, Part, Theme, Tick,
 *   Update } from "../kit/types.d.ts" */

/** One row of the spectrum: counts per bin, the values drawn, and their errors.
 * @typedef {{ values: Float32Array, errors: Float32Array, counts: Float32Array }} Spectrum */

/** @typedef {object} Spectra
 * @property {Float32Array} edges of the bins
 * @property {Float32Array} levels share of the normal samples above each cut
 * @property {Part<Float32Array>} spectrum counts above each cut, all samples in row 0 */

/** @implements {Drawer<"sculpt">} */
export class Sculpt {
  /** @type {SculptLayout} */
  layout = {
    name: "", kind: "sculpt", title: "Sculpting", quantity: "", unit: "",
    names: ["normal", "anomalous"],
  };
  /** @type {Float32Array | null} */
  edges = null;
  /** @type {Part<Float32Array> | null} */
  spectrum = null;
  /** @type {Float32Array | null} */
  levels = null; // share of the normal samples above each cut
  /** @type {[all: Spectrum, above: Spectrum] | null} */
  drawn = null;
  /** @type {Interval | null} */
  top = null; // range of the vertical axis
  /** @type {Plot | null} */
  plot = null;
  /** @type {Tick[]} */
  yTicks = [];

  /** @param {Card} card */
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
    this.correlation = element("span", "item reading");
    this.aucs = element("span", "item reading more");
    card.foot.append(this.before, this.after, this.correlation, this.aucs);
  }

  /** @type {Update<"sculpt">} */
  update(layout, get) {
    this.layout = layout;
    this.edges = get("edges")?.data ?? null;
    this.spectrum = get("spectrum");
    this.levels = get("levels")?.data ?? null;
    this.writeCorrelation(get("correlation")?.data ?? []);
    const [raw = NaN, flat = NaN] = get("auc")?.data ?? [];
    this.aucs.hidden = !Number.isFinite(flat);
    write(this.aucs, `AUC ${fixed(raw, 3)}, independent of ${layout.quantity} ${fixed(flat, 3)}`);
  }

  get names() {
    return this.layout.names;
  }

  /** Return what can be drawn, once all of it has come. */
  get drawable() {
    const { edges, levels, spectrum } = this;
    if (!edges || !levels || !spectrum || levels.length < 2) return null;
    const complete = [edges, levels].every((values) => values.every(Number.isFinite));
    return complete ? { edges, levels, spectrum } : null;
  }

  /** Write the rank correlation of score and quantity.
   * @type {(values: ArrayLike<number>) => void} */
  writeCorrelation(values) {
    const texts = this.names.flatMap((name, i) =>
      Number.isFinite(values[i]) ? [`${fixed(values[i], 2)} ${name}`] : [],
    );
    this.correlation.hidden = !texts.length;
    write(this.correlation, `Spearman ρ ${texts.join(", ")}`);
    this.correlation.title = `Rank correlation of the score and the ${this.layout.quantity}`;
  }

  /** Return the row of the level nearest to the cut, on a logarithmic scale; never row 0.
   * @type {(levels: Float32Array) => number} */
  row(levels) {
    return nearestLevel(levels, this.lab.cut);
  }

  /** Return the share of the normal samples in that row as text.
   * @type {(levels: Float32Array) => string} */
  shareText(levels) {
    return `${Number((100 * levels[this.row(levels)]).toPrecision(2))} %`;
  }

  /** Return one row of the spectrum: counts, or shares per unit of the quantity.
   * @type {(spectra: Spectra, row: number) => Spectrum} */
  normalised({ edges, spectrum }, row) {
    const bins = spectrum.shape[1];
    const counts = spectrum.data.subarray(row * bins, (row + 1) * bins);
    const total = counts.reduce((a, b) => a + b, 0);
    /** @type {(i: number) => number} */
    const scale = (i) =>
      this.counts.on ? 1 : 1 / (Math.max(1, total) * (edges[i + 1] - edges[i]));
    const values = counts.map((count, i) => count * scale(i));
    const errors = counts.map((count, i) => Math.sqrt(count) * scale(i)); // of Poisson
    return { values, errors, counts };
  }

  paint() {
    this.plot = null;
    const { drawable } = this;
    const picture = this.card.begin(drawable);
    if (!picture || !drawable) return;
    const { context, surface, theme } = picture;
    const { edges, levels } = drawable;
    const all = this.normalised(drawable, 0);
    const above = this.normalised(drawable, this.row(levels));
    this.drawn = [all, above];
    const plot = this.place(context, surface, theme, edges, this.drawn);
    this.plot = plot;
    this.axes(context, theme, plot);
    plot.clip(context, () => this.paintAll(context, theme, plot, edges, all, above));
    write(this.before.lastChild, `all ${this.names[0]}`);
    write(this.after.lastChild, `${this.shareText(levels)} of highest score`);
  }

  /** @type {(context: Context, surface: Surface, theme: Theme, edges: Float32Array,
   *   drawn: Spectrum[]) => Plot} */
  place(context, surface, theme, edges, drawn) {
    const k = theme.scale;
    const [top, low] = [20 * k, 21 * k];
    const high = surface.height - top - low;
    const most = Math.max(...drawn.flatMap(({ values }) => [...values]), 1e-9);
    const [y0, y1] = (this.top = calm(this.top, [0, 1.12 * most]));
    this.yTicks = ticks(y0, y1, high / (34 * k));
    const left = margin(context, theme, this.yTicks);
    const plot = new Plot(left, top, surface.width - left - 8, high);
    return plot.show([edges[0], edges[edges.length - 1], y0, y1]);
  }

  /** @type {(context: Context, theme: Theme, plot: Plot) => void} */
  axes(context, theme, plot) {
    const { quantity, unit } = this.layout;
    const [x0, x1] = plot.box;
    const x = ticks(x0, x1, plot.w / (52 * theme.scale));
    const named = unit ? `${quantity} (${unit})` : quantity;
    axes(context, theme, plot, { x, y: this.yTicks, xName: named, zero: false });
    const words = this.counts.on ? "per bin" : `share per ${unit || "unit"}`;
    heights(context, theme, words, this.card.surface.width);
  }

  /** Draw all normal samples as a pale area, and those above the cut as a line with errors.
   * @type {(context: Context, theme: Theme, plot: Plot, edges: Float32Array, all: Spectrum,
   *   above: Spectrum) => void} */
  paintAll(context, theme, plot, edges, all, above) {
    const [colour, ink] = [classColour(0), classInk(0, theme)];
    stepLine(context, plot, edges, all.values, { fill: colour, alpha: 0.25 });
    context.lineWidth = 1;
    above.values.forEach((value, i) => {
      if (!(value > 0)) return;
      const x = plot.px((edges[i] + edges[i + 1]) / 2);
      const error = above.errors[i];
      stroke(context, ink, x, plot.py(value - error), x, plot.py(value + error));
    });
    stepLine(context, plot, edges, above.values, { line: ink, width: 1.75 });
  }

  /** @type {(x: number, y: number) => void} */
  hover(x, y) {
    const { drawable, drawn, plot } = this;
    if (!drawable || !drawn || !plot) return;
    const { edges } = drawable;
    const at = plot.ix(x);
    const i = edges.findIndex((edge, k) => at >= edge && at < edges[k + 1]);
    if (i < 0) return this.leave();
    const { quantity, unit } = this.layout;
    const ends = `${number(edges[i], 3)} … ${number(edges[i + 1], 3)}`;
    const [all, above] = drawn;
    this.lab.tip.show(this.card.surface.canvas, x, y, [
      { cells: [`${quantity} ${ends} ${unit}`] },
      { cells: ["all", counter(all.counts[i])] },
      { cells: ["above the cut", counter(above.counts[i])] },
    ]);
  }

  leave() {
    this.lab.tip.hide();
  }

  describe() {
    const { title } = this.layout;
    if (!this.drawable) return `${title}, no picture yet`;
    return (
      `${title}: ${this.layout.quantity} of ${this.names[0]}, all and the ` +
      `${this.shareText(this.drawable.levels)} with the highest scores; ` +
      this.correlation.textContent
    );
  }
}

/** Return the index of the level nearest to a cut, on a logarithmic scale; never 0.
 * @type {(levels: ArrayLike<number>, cut: number) => number} */
export function nearestLevel(levels, cut) {
  /** @type {(i: number) => number} */
  const distance = (i) => Math.abs(Math.log(levels[i] / cut));
  let nearest = 1;
  for (let i = 1; i < levels.length; i++) if (distance(i) < distance(nearest)) nearest = i;
  return nearest;
}
