// How well a segmentation agrees with its mask: Dice against the threshold, or precision against
// recall.

import { axes, heights, levelLines, margin, ticks } from "../kit/axes.js";
import { nameCurves } from "../kit/curvenames.js";
import { Plot, ring, stroke } from "../kit/canvas.js";
import { classColour } from "../kit/palette.js";
import { Pointer } from "../kit/pointer.js";
import { closest } from "../kit/series.js";
import { Toggle } from "../kit/toggle.js";
import { element, fixed, item, number, write } from "../kit/text.js";

/** @import { Surface } from "../kit/canvas.js" */
/** @import { OverlapLayout } from "../kit/kinds.d.ts" */
/** @import { Card, Context, Drawer, Theme, Update } from "../kit/types.d.ts" */

/** @typedef {"thresholds" | "dice" | "precision" | "recall"} CurveName */

/** @typedef {Record<CurveName, Float32Array>} OverlapCurves */

/** @implements {Drawer<"overlap">} */
export class Overlap {
  /** @type {OverlapLayout} */
  layout = { name: "", kind: "overlap", title: "Dice and precision-recall" };
  /** @type {Float32Array | null} */
  thresholds = null;
  /** @type {Float32Array | null} */
  dice = null;
  /** @type {Float32Array | null} */
  precision = null;
  /** @type {Float32Array | null} */
  recall = null;
  threshold = NaN; // the chosen one
  tested = NaN; // Dice there, on test slices
  validation = NaN; // Dice there, on validation slices
  mean = NaN; // Dice of the mean image
  /** @type {Plot | null} */
  plot = null;
  at = -1; // index under the pointer

  /** @param {Card} card */
  constructor(card) {
    this.card = card;
    this.lab = card.lab;
    this.pointer = new Pointer(card.surface.canvas, this);
    const label = "Precision against recall";
    this.recalls = new Toggle(card, "precision", { label, title: label }, () => this.leave());
    this.test = item("dot anomalous", "");
    this.test.style.setProperty("--mark", classColour(1));
    this.chosenAt = element("span", "item reading");
    card.foot.append(this.test, this.chosenAt);
  }

  /** @type {Update<"overlap">} */
  update(layout, get) {
    this.layout = layout;
    this.thresholds = get("thresholds")?.data ?? null;
    this.dice = get("dice")?.data ?? null;
    this.precision = get("precision")?.data ?? null;
    this.recall = get("recall")?.data ?? null;
    const chosen = get("chosen")?.data ?? [];
    const [threshold = NaN, tested = NaN, validation = NaN, mean = NaN] = chosen;
    this.threshold = threshold;
    this.tested = tested;
    this.validation = validation;
    this.mean = mean;
    this.test.hidden = !Number.isFinite(tested);
    write(this.test.lastChild, `test ${fixed(tested, 2)}`);
    this.chosenAt.hidden = !Number.isFinite(threshold);
    write(this.chosenAt, `validation ${fixed(validation, 2)} at ${number(threshold, 3)}`);
  }

  /** Return the curves, once all of them have come. */
  get drawable() {
    const { thresholds, dice, precision, recall } = this;
    if (!thresholds || !dice || !precision || !recall) return null;
    const complete = thresholds.length > 1 && thresholds.every(Number.isFinite);
    return complete ? { thresholds, dice, precision, recall } : null;
  }

  paint() {
    this.plot = null;
    const { drawable } = this;
    const picture = this.card.begin(drawable);
    if (!picture || !drawable) return;
    const { context, surface, theme } = picture;
    const plot = this.place(context, surface, theme, drawable);
    this.plot = plot;
    const curve = this.curve(drawable);
    plot.clip(context, () => this.trace(context, theme, plot, curve));
    const { thresholds } = drawable;
    if (!this.recalls.on) this.markThreshold(context, theme, plot);
    else if (Number.isFinite(this.threshold)) {
      this.dot(context, plot, curve, closest(thresholds, this.threshold), theme.ink);
    }
    if (this.at >= 0) this.dot(context, plot, curve, this.at, theme.accent);
  }

  /** Return the arrays along x and along y.
   * @type {(curves: OverlapCurves) => [across: Float32Array, up: Float32Array]} */
  curve({ thresholds, dice, precision, recall }) {
    return this.recalls.on ? [recall, precision] : [thresholds, dice];
  }

  /** @type {(context: Context, surface: Surface, theme: Theme, curves: OverlapCurves) => Plot} */
  place(context, surface, theme, { thresholds }) {
    const k = theme.scale;
    const [top, low] = [20 * k, 21 * k];
    const high = surface.height - top - low;
    const y = ticks(0, 1, high / (34 * k));
    const left = margin(context, theme, y);
    const [x0, x1] = this.recalls.on ? [0, 1] : [thresholds[0], thresholds[thresholds.length - 1]];
    const plot = new Plot(left, top, surface.width - left - 8, high).show([x0, x1, 0, 1]);
    const [across, up] = this.recalls.on ? ["recall", "precision"] : ["threshold", "Dice"];
    const x = ticks(x0, x1, plot.w / (52 * k));
    axes(context, theme, plot, { x, y, xName: across, zero: false });
    const words = `${up}, on ${this.recalls.on ? "test" : "validation"} slices`;
    heights(context, theme, words, surface.width);
    return plot;
  }

  /** @type {(context: Context, theme: Theme, plot: Plot, curve: Float32Array[]) => void} */
  trace(context, theme, plot, [x, y]) {
    context.strokeStyle = theme.ink;
    context.lineWidth = 2;
    context.lineJoin = "round";
    context.beginPath();
    for (let i = 0; i < x.length; i++) {
      if (Number.isFinite(x[i] + y[i])) context.lineTo(plot.px(x[i]), plot.py(y[i]));
    }
    context.stroke();
  }

  /** Mark the chosen threshold, the Dice of test slices there, and that of the mean image.
   * @type {(context: Context, theme: Theme, plot: Plot) => void} */
  markThreshold(context, theme, plot) {
    const { threshold, tested, mean } = this;
    const level = { label: `mean image: ${fixed(mean, 2)}`, short: "mean image", value: mean };
    const levels = Number.isFinite(mean) ? [{ ...level, colour: theme.soft, level: true }] : [];
    levelLines(context, theme, plot, levels);
    nameCurves(context, theme, plot, { curves: [], levels });
    if (!Number.isFinite(threshold)) return;
    const x = Math.round(plot.px(threshold)) + 0.5;
    context.lineWidth = 2;
    stroke(context, theme.ink, x, plot.y, x, plot.y + plot.h);
    if (!Number.isFinite(tested)) return;
    context.fillStyle = classColour(1);
    context.beginPath();
    context.arc(x, plot.py(tested), 5, 0, 2 * Math.PI);
    context.fill();
    ring(context, theme, x, plot.py(tested), 6, 1.5);
  }

  /** @type {(context: Context, plot: Plot, curve: Float32Array[], i: number, colour: string)
   *   => void} */
  dot(context, plot, curve, i, colour) {
    const [x, y] = curve.map((values) => values[i]);
    if (!Number.isFinite(x + y)) return;
    context.fillStyle = colour;
    context.beginPath();
    context.arc(plot.px(x), plot.py(y), 4.5, 0, 2 * Math.PI);
    context.fill();
  }

  /** @type {(x: number, y: number) => void} */
  hover(x, y) {
    const { drawable, plot } = this;
    if (!drawable || !plot) return;
    this.at = closest(this.curve(drawable)[0], plot.ix(x));
    /** @type {(values: Float32Array) => string} */
    const value = (values) => fixed(values[this.at], 3);
    this.lab.tip.show(this.card.surface.canvas, x, y, [
      { cells: ["threshold", number(drawable.thresholds[this.at], 3)] },
      { cells: ["Dice", value(drawable.dice)] },
      { cells: ["precision", value(drawable.precision)] },
      { cells: ["recall", value(drawable.recall)] },
    ]);
    this.lab.request(this.card);
  }

  leave() {
    if (this.at < 0) return;
    this.at = -1;
    this.lab.tip.hide();
    this.lab.request(this.card);
  }

  describe() {
    const { title } = this.layout;
    if (!this.drawable) return `${title}, no picture yet`;
    return (
      `${title}: Dice ${fixed(this.validation, 2)} on validation slices at the threshold ` +
      `${number(this.threshold, 3)} chosen there, ${fixed(this.tested, 2)} on test slices, ` +
      `${fixed(this.mean, 2)} for the residual of the mean image`
    );
  }
}
