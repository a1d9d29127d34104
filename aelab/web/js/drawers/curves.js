// Curves over epochs: the terms of a loss and their sum J, or any measures; on one scale.

import { axes, levelLines, logTicks, margin, ticks } from "../kit/axes.js";
import { outsideWidth, closestLines, nameCurves } from "../kit/curvenames.js";
import { Reading } from "../kit/curvereading.js";
import { Plot, stroke } from "../kit/canvas.js";
import { classColour, classInk } from "../kit/palette.js";
import { Pointer } from "../kit/pointer.js";
import { calm, heights, lastShown, prepare } from "../kit/series.js";
import { View } from "../kit/view.js";
import { element, item, number } from "../kit/text.js";

/** @import { Surface } from "../kit/canvas.js" */
/** @import { Named } from "../kit/curvenames.js" */
/** @import { CurvesLayout, Level } from "../kit/kinds.d.ts" */
/** @import { Line } from "../kit/series.js" */
/** @import { Box, Card, Context, Drawer, Header, Interval, Theme, Tick,
 *   Update } from "../kit/types.d.ts" */

const MANY = 8; // lines that may be named, in a plot or in a tip

/** @implements {Drawer<"curves">} */
export class Curves {
  /** @type {CurvesLayout} */
  layout = {
    name: "", kind: "curves", title: "Loss", unit: "", terms: [], symbols: {}, sum: true,
    levels: [], per_epoch: null,
  };
  /** @type {Header | null | undefined} */
  header = null;
  series = prepare(this.layout, () => null);
  /** @type {Level[]} */
  levels = [];
  both = false; // there are held-out curves
  log = false;
  /** @type {Interval | null} */
  range = null; // of the values on the plot
  /** @type {Plot | null} */
  plot = null;
  /** @type {Tick[]} */
  yTicks = [];

  /** @param {Card} card */
  constructor(card) {
    this.card = card;
    this.lab = card.lab;
    this.view = new View({ wheel: "x" });
    this.pointer = new Pointer(card.surface.canvas, this);
    this.reading = new Reading(this);
    this.toggle = element("button", "small", "log", {
      type: "button",
      "aria-pressed": "false",
      "aria-label": "Logarithmic scale",
    });
    this.toggle.addEventListener("click", () => this.flip());
    card.tools.append(this.toggle);
    this.key = [item("dash solid ink", "training"), item("dash ink", "held-out")];
    card.foot.append(...this.key);
  }

  flip() {
    this.log = !this.log;
    this.toggle.setAttribute("aria-pressed", String(this.log));
    this.range = null;
    this.view.reset();
    this.follow();
    this.lab.request(this.card);
  }

  /** @type {Update<"curves">} */
  update(layout, get, header) {
    this.layout = layout;
    this.header = header;
    this.series = prepare(layout, get);
    this.levels = layout.levels ?? [];
    this.both = this.series.heldSteps.length > 0;
    for (const node of this.key) node.hidden = !this.both;
    this.follow();
  }

  follow() {
    const wanted = heights(this.series, this.levels, this.log);
    this.range = calm(this.range, wanted);
    const end = Math.max(this.series.end, 1e-9);
    this.view.fix([0, end, ...this.range]);
  }

  /** Return a value on the vertical scale: itself, or its decimal logarithm.
   * @type {(value: number) => number} */
  y(value) {
    return this.log ? (value > 0 ? Math.log10(value) : NaN) : value;
  }

  paint() {
    this.plot = null;
    const { box } = this.view;
    const picture = this.card.begin(this.series.end && box);
    if (!picture || !box) return;
    const { context, surface, theme } = picture;
    const plot = this.place(context, surface, theme, box);
    this.plot = plot;
    this.axes(context, theme, plot);
    plot.clip(context, () => this.paintAll(context, theme, plot));
    nameCurves(context, theme, plot, this.named(theme, plot));
    this.pointer.paint(context, theme);
    this.reading.paint(context, theme, plot);
  }

  /** Make room for the widest tick label.
   * @type {(context: Context, surface: Surface, theme: Theme, box: Box) => Plot} */
  place(context, surface, theme, box) {
    const [, , y0, y1] = box;
    const k = theme.scale;
    const [top, low] = [20 * k, 21 * k];
    const count = (surface.height - top - low) / (34 * k);
    this.yTicks = this.log ? logTicks(y0, y1, count) : ticks(y0, y1, count);
    const left = margin(context, theme, this.yTicks);
    const right = this.outsideMargin(context, surface, theme);
    const [width, height] = [surface.width - left - (right || 2), surface.height - top - low];
    const plot = new Plot(left, top, width, height);
    return plot.show(box);
  }

  /** Return the width for names beside the plot: measures have short ones there.
   * @type {(context: Context, surface: Surface, theme: Theme) => number} */
  outsideMargin(context, surface, theme) {
    const { lines } = this.series;
    if (this.layout.sum !== false || lines.length < 2) return 0;
    const width = outsideWidth(context, theme, lines.map(({ label }) => label));
    return width < 0.3 * surface.width ? width : 0;
  }

  /** @type {(context: Context, theme: Theme, plot: Plot) => void} */
  axes(context, theme, plot) {
    const [x0, x1] = plot.box;
    axes(context, theme, plot, {
      x: ticks(x0, x1, plot.w / (52 * theme.scale)),
      y: this.yTicks,
      xName: this.layout.per_epoch ? "epochs" : "steps",
      zero: false,
    });
    context.font = theme.tick;
    context.fillStyle = theme.soft;
    context.textAlign = "left";
    context.textBaseline = "alphabetic";
    context.fillText(this.layout.unit ?? "", 0, 11 * theme.scale, this.card.surface.width);
  }

  /** @type {(context: Context, theme: Theme, plot: Plot) => void} */
  paintAll(context, theme, plot) {
    levelLines(context, theme, plot, this.levels, (value) => this.y(value));
    this.changes(context, theme, plot);
    context.lineJoin = "round";
    const thin = this.series.lines.length > MANY;
    context.globalAlpha = thin ? 0.75 : 1;
    for (const line of this.series.lines) {
      const colour = this.colour(theme, line);
      context.lineWidth = thin ? 1 : line.whole ? 1.75 : 1.5;
      this.trace(context, plot, colour, this.series.steps, line.train);
      context.setLineDash([5, 4]);
      this.trace(context, plot, colour, this.series.heldSteps, line.held);
      context.setLineDash([]);
    }
    context.globalAlpha = 1;
  }

  /** Terms have the colours of the formula, other measures those of classes.
   * @type {(theme: Theme, line: Line) => string} */
  colour(theme, line) {
    if (line.whole) return theme.ink;
    if (line.name === "reconstruction" || this.first(line)) return theme.blue;
    if (this.layout.sum !== false) return theme.warm;
    return classColour(this.series.lines.indexOf(line));
  }

  /** Return whether a line is the first term of J, which is blue in the formula.
   * @type {(line: Line) => boolean} */
  first(line) {
    return this.layout.sum !== false && line === this.series.lines[0];
  }

  /** @type {(theme: Theme, line: Line) => string} */
  ink(theme, line) {
    const measure = this.layout.sum === false && line.name !== "reconstruction";
    return measure ? classInk(this.series.lines.indexOf(line), theme) : this.colour(theme, line);
  }

  /** Return the names of curves, at the values where they end, and of reference levels.
   * @type {(theme: Theme, plot: Plot) => { curves: Named[], levels: Named[], outside: boolean }} */
  named(theme, plot) {
    const { series } = this;
    const curves = series.lines.map((line) => {
      const value = this.y(lastShown(series, line, plot.box[1]));
      const { label, short = label } = line;
      return { label, short, value, colour: this.ink(theme, line) };
    });
    const levels = this.levels.map(({ label, value }) => {
      const words = `${label}: ${number(value, 4)}`;
      return { label: words, short: label, value: this.y(value), colour: theme.soft, level: true };
    });
    const outside = plot.x + plot.w < this.card.surface.width - 2;
    return { curves, levels, outside };
  }

  /** @type {(context: Context, plot: Plot, colour: string, steps: Float32Array,
   *   values: Float32Array) => void} */
  trace(context, plot, colour, steps, values) {
    context.strokeStyle = colour;
    context.beginPath();
    let down = false;
    for (let i = 0; i < values.length; i++) {
      const [x, y] = [plot.px(steps[i]), plot.py(this.y(values[i]))];
      if (!Number.isFinite(x + y)) continue;
      if (down) context.lineTo(x, y);
      else context.moveTo(x, y);
      down = true;
    }
    context.stroke();
    if (values.length === 1) this.dot(context, plot, steps[0], values[0], colour);
  }

  /** @type {(context: Context, plot: Plot, x: number, value: number, colour: string) => void} */
  dot(context, plot, x, value, colour) {
    const y = plot.py(this.y(value));
    if (!Number.isFinite(y)) return;
    context.fillStyle = colour;
    context.beginPath();
    context.arc(plot.px(x), y, 3, 0, 2 * Math.PI);
    context.fill();
  }

  /** Mark where the learning rate was changed.
   * @type {(context: Context, theme: Theme, plot: Plot) => void} */
  changes(context, theme, plot) {
    for (const [index] of this.header?.changes ?? []) {
      const x = Math.round(plot.px(index / this.series.perEpoch)) + 0.5;
      context.lineWidth = 1;
      stroke(context, theme.axis, x, plot.y, x, plot.y + plot.h);
    }
  }

  /** Return the lines in the tip: all, or those nearest to a height at one step.
   * @type {(plot: Plot, at: number, y: number) => Line[]} */
  listed(plot, at, y) {
    const { lines } = this.series;
    if (lines.length <= MANY) return [...lines].reverse();
    return closestLines(lines, (line) => plot.py(this.y(line.train[at])), y, MANY);
  }

  /** @type {(x: number, y: number) => void} */
  hover(x, y) {
    this.reading.at(x, y);
  }

  leave() {
    this.reading.leave();
  }

  changed() {
    this.lab.request(this.card);
  }

  fit() {
    this.card.reset();
  }

  describe() {
    const { title } = this.layout;
    if (!this.series.end) return `${title}, no curve yet`;
    const { lines, end } = this.series;
    const last = lines
      .slice(-MANY)
      .map(({ label, train }) => `${label} ${number(train[train.length - 1])}`);
    const rest = lines.length > MANY ? `, and ${lines.length - MANY} more` : "";
    const when = `${number(end, 3)} ${this.layout.per_epoch ? "epochs" : "steps"}`;
    return `${title} after ${when}: ${last.join(", ")}${rest} ${this.layout.unit ?? ""}`.trim();
  }
}
