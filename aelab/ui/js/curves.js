// The loss over epochs: every term and their sum J, training and held-out, on one scale.

import { nameCurves } from "./curvenames.js";
import { axes, hint, logTicks, Plot, stroke, ticks } from "./kit.js";
import { Pointer } from "./pointer.js";
import { calm, closest, heights, lastShown, prepare } from "./series.js";
import { View } from "./view.js";
import { element, number, rate } from "./words.js";

export class Curves {
  static wide = false;

  constructor(card) {
    this.card = card;
    this.lab = card.lab;
    this.view = new View({ wheel: "x" });
    this.log = false;
    this.pointer = new Pointer(card.surface.canvas, this);
    this.toggle = element("button", "small", "log", {
      type: "button",
      "aria-pressed": "false",
      "aria-label": "Logarithmic scale",
    });
    this.toggle.addEventListener("click", () => this.flip());
    card.tools.append(this.toggle);
    this.key();
  }

  key() {
    for (const [mark, text] of [["dash solid ink", "training"], ["dash ink", "held-out"]]) {
      const item = element("span", "item");
      item.append(element("i", mark), element("span", "", text));
      this.card.foot.append(item);
    }
  }

  flip() {
    this.log = !this.log;
    this.toggle.setAttribute("aria-pressed", String(this.log));
    this.range = null;
    this.view.reset();
    this.follow();
    this.lab.request(this.card);
  }

  update(layout, get, header) {
    this.layout = layout;
    this.header = header;
    this.series = prepare(layout, get);
    this.follow();
  }

  follow() {
    if (!this.series) return;
    const wanted = heights(this.series, this.layout.levels ?? [], this.log);
    this.range = calm(this.range, wanted);
    const end = Math.max(this.series.end, 1e-9);
    this.view.fix([0, end, ...this.range]);
  }

  /** Return the value as drawn: itself, or its decimal logarithm. */
  y(value) {
    return this.log ? (value > 0 ? Math.log10(value) : NaN) : value;
  }

  paint() {
    const { surface } = this.card;
    const { theme } = this.lab;
    const context = surface.begin();
    if (!this.series?.end || !this.view.box) {
      this.plot = null;
      return hint(context, theme, surface, this.lab.hint(this.card));
    }
    const plot = this.place(context, surface, theme);
    this.axes(context, theme, plot);
    plot.clip(context, () => this.paintAll(context, theme, plot));
    nameCurves(context, theme, plot, this.named(theme));
    this.pointer.paint(context, theme);
    this.cross(context, theme, plot);
  }

  /** Make room for the widest tick label, in steps, so that the axis stands still. */
  place(context, surface, theme) {
    const [, , y0, y1] = this.view.box;
    const k = theme.scale;
    const [top, low] = [20 * k, 21 * k];
    const count = (surface.height - top - low) / (34 * k);
    this.yTicks = this.log ? logTicks(y0, y1, count) : ticks(y0, y1, count);
    context.font = theme.tick;
    const widest = Math.max(...this.yTicks.map(({ label }) => context.measureText(label).width), 0);
    const left = Math.ceil((widest + 8) / 8) * 8;
    const plot = new Plot(left, top, surface.width - left - 2, surface.height - top - low);
    return (this.plot = plot.show(this.view.box));
  }

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
    context.fillText(this.layout.unit ?? "", 0, 11 * theme.scale);
  }

  paintAll(context, theme, plot) {
    this.levels(context, theme, plot);
    this.changes(context, theme, plot);
    context.lineJoin = "round";
    for (const line of this.series.lines) {
      context.strokeStyle = this.colour(theme, line);
      context.lineWidth = line.whole ? 1.75 : 1.5;
      this.trace(context, plot, this.series.steps, line.train);
      context.setLineDash([5, 4]);
      this.trace(context, plot, this.series.heldSteps, line.held);
      context.setLineDash([]);
    }
  }

  colour(theme, line) {
    if (line.whole) return theme.ink;
    return line.name === "reconstruction" ? theme.blue : theme.warm;
  }

  /** Return what has a name: curves by the end that is seen, and reference levels. */
  named(theme) {
    const { series } = this;
    const curves = series.lines.map((line) => {
      const value = this.y(lastShown(series, line, this.plot.box[1]));
      const { label, short = label } = line;
      return { label, short, value, colour: this.colour(theme, line) };
    });
    const levels = (this.layout.levels ?? []).map(({ label, value }) => {
      const words = `${label}: ${number(value, 3)}`;
      return { label: words, short: label, value: this.y(value), colour: theme.soft, level: true };
    });
    return { curves, levels };
  }

  trace(context, plot, steps, values) {
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
    if (values.length === 1) this.dot(context, plot, steps[0], values[0], context.strokeStyle);
  }

  dot(context, plot, x, value, colour) {
    const y = plot.py(this.y(value));
    if (!Number.isFinite(y)) return;
    context.fillStyle = colour;
    context.beginPath();
    context.arc(plot.px(x), y, 3, 0, 2 * Math.PI);
    context.fill();
  }

  /** Draw the reference levels with their names. */
  levels(context, theme, plot) {
    context.lineWidth = 1;
    context.setLineDash([1.5, 3]);
    for (const { value } of this.layout.levels ?? []) {
      const y = Math.round(plot.py(this.y(value))) + 0.5;
      stroke(context, theme.soft, plot.x, y, plot.x + plot.w, y);
    }
    context.setLineDash([]);
  }

  /** Mark where the rate was changed while running. */
  changes(context, theme, plot) {
    for (const [index] of this.header?.changes ?? []) {
      const x = Math.round(plot.px(index / this.series.perEpoch)) + 0.5;
      context.lineWidth = 1;
      stroke(context, theme.axis, x, plot.y, x, plot.y + plot.h);
    }
  }

  /** Draw the line under the pointer and the points it reads. */
  cross(context, theme, plot) {
    if (this.at === undefined || this.at < 0) return;
    const at = this.series.steps[this.at];
    const x = Math.round(plot.px(at)) + 0.5;
    if (!plot.has(x, plot.y)) return;
    context.lineWidth = 1;
    stroke(context, theme.soft, x, plot.y, x, plot.y + plot.h);
    plot.clip(context, () => {
      for (const line of this.series.lines) {
        this.dot(context, plot, at, line.train[this.at], this.colour(theme, line));
      }
    });
  }

  hover(x, y) {
    if (!this.plot || !this.series?.steps.length) return;
    this.at = closest(this.series.steps, this.plot.ix(x));
    const rows = [...this.reading(this.at), ...this.changedNear(x)];
    this.lab.tip.show(this.card.surface.canvas, x, y, rows);
    this.lab.request(this.card);
  }

  /** Return the exact values at one step as rows of a table. */
  reading(at) {
    const { steps, heldSteps, lines, perEpoch } = this.series;
    const held = closest(heldSteps, steps[at]);
    const columns = (line) => [line.train[at], ...(held >= 0 ? [line.held[held]] : [])];
    const rows = [...lines].reverse().map((line) => ({
      cells: [line.label, ...columns(line).map((value) => number(value, 5))],
      colour: this.colour(this.lab.theme, line),
    }));
    const step = `step ${Math.round(steps[at] * perEpoch)}`;
    const when = this.layout.per_epoch ? `epoch ${number(steps[at], 3)}, ${step}` : step;
    const head = { cells: ["", "training", ...(held >= 0 ? ["held-out"] : [])] };
    return [{ cells: [when] }, head, ...rows];
  }

  /** Return the change of rate under the pointer, if any, as a row. */
  changedNear(x) {
    return (this.header?.changes ?? []).flatMap(([index, value]) =>
      Math.abs(this.plot.px(index / this.series.perEpoch) - x) < 6
        ? [{ cells: [`rate changed to ${rate(value)}`] }]
        : [],
    );
  }

  leave() {
    if (this.at === -1 || this.at === undefined) return;
    this.at = -1;
    this.lab.tip.hide();
    this.lab.request(this.card);
  }

  changed() {
    this.lab.request(this.card);
  }

  fit() {
    this.card.reset();
  }

  describe() {
    if (!this.series?.end) return "Loss, no curve yet";
    const last = this.series.lines.map(
      ({ label, train }) => `${label} ${number(train[train.length - 1])}`,
    );
    const epoch = number(this.series.end, 3);
    return `Loss after ${epoch} ${this.layout.per_epoch ? "epochs" : "steps"}: ${last.join(", ")} ${this.layout.unit ?? ""}`.trim();
  }
}
