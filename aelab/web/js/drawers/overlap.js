// @ts-nocheck
// How well a segmentation covers its mask: Dice against the threshold, or precision against recall.

import { axes, heights, levelLines, margin, ticks } from "../kit/axes.js";
import { nameCurves } from "../kit/curvenames.js";
import { Plot, ring, stroke } from "../kit/canvas.js";
import { classColour } from "../kit/palette.js";
import { Pointer } from "../kit/pointer.js";
import { closest } from "../kit/series.js";
import { Toggle } from "../kit/toggle.js";
import { element, fixed, item, number, write } from "../kit/text.js";

export class Overlap {
  constructor(card) {
    this.card = card;
    this.lab = card.lab;
    this.at = -1;
    this.pointer = new Pointer(card.surface.canvas, this);
    const label = "Precision against recall";
    this.recalls = new Toggle(card, "precision", { label, title: label }, () => this.leave());
    this.test = item("dot anomalous", "");
    this.test.style.setProperty("--mark", classColour(1));
    this.chosenAt = element("span", "item said");
    card.foot.append(this.test, this.chosenAt);
  }

  update(layout, get) {
    this.layout = layout;
    const names = ["thresholds", "dice", "precision", "recall"];
    [this.thresholds, this.dice, this.precision, this.recall] = names.map((n) => get(n)?.data);
    const [threshold, test, validation, mean] = get("chosen")?.data ?? [];
    Object.assign(this, { threshold, tested: test, validation, mean });
    this.test.hidden = !Number.isFinite(test);
    write(this.test.lastChild, `test ${fixed(test, 2)}`);
    this.chosenAt.hidden = !Number.isFinite(threshold);
    write(this.chosenAt, `validation ${fixed(validation, 2)} at ${number(threshold, 3)}`);
  }

  get ready() {
    const known = this.thresholds?.length > 1 && this.thresholds.every(Number.isFinite);
    return Boolean(known && this.dice && this.precision && this.recall);
  }

  paint() {
    const picture = this.card.begin(this.ready);
    if (!picture) return (this.plot = null);
    const { context, surface, theme } = picture;
    const plot = this.place(context, surface, theme);
    const [x, y] = this.curve;
    plot.clip(context, () => this.trace(context, theme, plot, x, y));
    if (this.recalls.on) this.dot(context, theme, plot, this.chosenIndex(), theme.ink);
    else this.chosen(context, theme, plot);
    if (this.at >= 0) this.dot(context, theme, plot, this.at, theme.accent);
  }

  /** Return the two arrays that are drawn against each other. */
  get curve() {
    return this.recalls.on ? [this.recall, this.precision] : [this.thresholds, this.dice];
  }

  place(context, surface, theme) {
    const k = theme.scale;
    const [top, low] = [20 * k, 21 * k];
    const high = surface.height - top - low;
    const y = ticks(0, 1, high / (34 * k));
    const left = margin(context, theme, y);
    const range = this.recalls.on ? [0, 1] : [this.thresholds[0], this.thresholds.at(-1)];
    const plot = new Plot(left, top, surface.width - left - 8, high).show([...range, 0, 1]);
    const [across, up] = this.recalls.on ? ["recall", "precision"] : ["threshold", "Dice"];
    const x = ticks(...range, plot.w / (52 * k));
    axes(context, theme, plot, { x, y, xName: across, zero: false });
    const words = `${up}, on ${this.recalls.on ? "test" : "validation"} slices`;
    heights(context, theme, words, surface.width);
    return (this.plot = plot);
  }

  trace(context, theme, plot, x, y) {
    context.strokeStyle = theme.ink;
    context.lineWidth = 2;
    context.lineJoin = "round";
    context.beginPath();
    for (let i = 0; i < x.length; i++) {
      if (Number.isFinite(x[i] + y[i])) context.lineTo(plot.px(x[i]), plot.py(y[i]));
    }
    context.stroke();
  }

  /** Draw the chosen threshold, the Dice of test slices there, and that of the mean image. */
  chosen(context, theme, plot) {
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

  chosenIndex() {
    return Number.isFinite(this.threshold) ? closest(this.thresholds, this.threshold) : -1;
  }

  dot(context, theme, plot, i, colour) {
    const [x, y] = this.curve.map((values) => values[i]);
    if (!Number.isFinite(x + y)) return;
    context.fillStyle = colour;
    context.beginPath();
    context.arc(plot.px(x), plot.py(y), 4.5, 0, 2 * Math.PI);
    context.fill();
  }

  hover(x, y) {
    if (!this.ready) return;
    this.at = closest(this.curve[0], this.plot.ix(x));
    const value = (values) => fixed(values[this.at], 3);
    this.lab.tip.show(this.card.surface.canvas, x, y, [
      { cells: ["threshold", number(this.thresholds[this.at], 3)] },
      { cells: ["Dice", value(this.dice)] },
      { cells: ["precision", value(this.precision)] },
      { cells: ["recall", value(this.recall)] },
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
    const title = this.layout?.title ?? "Dice and precision-recall";
    if (!this.ready) return `${title}, no picture yet`;
    return (
      `${title}: Dice ${fixed(this.validation, 2)} on validation slices at the threshold ` +
      `${number(this.threshold, 3)} chosen there, ${fixed(this.tested, 2)} on test slices, ` +
      `${fixed(this.mean, 2)} for the residual of the mean image`
    );
  }
}
