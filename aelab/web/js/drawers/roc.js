// @ts-nocheck
// The ROC curve: efficiency across and mistag up on a logarithm, as physicists draw it; or the
// usual one, mistag across and efficiency up. The working point of the cut is marked and moved.

import { axes, heights, logTicks, margin, ticks } from "../kit/axes.js";
import { EFFICIENCY, least, MISTAG, read, table } from "../kit/cuttable.js";
import { measured, share } from "../kit/readouts.js";
import { haloed, Plot, ring, stroke } from "../kit/canvas.js";
import { Slider } from "../kit/slider.js";
import { Toggle } from "../kit/toggle.js";
import { element, item, number, write } from "../kit/text.js";

const NARROW = 320; // px

export class Roc {
  constructor(card) {
    this.card = card;
    this.lab = card.lab;
    this.slider = new Slider(card.body, this);
    this.linear = new Toggle(card, "linear", {
      label: "The usual ROC curve: mistag across, efficiency up, both linear",
      title: "Mistag across, efficiency up",
    });
    this.rejections = [element("span", "item said"), element("span", "item said more")];
    this.left = element("span", "item said more");
    card.foot.append(...this.rejections, this.left, item("dash", "random guessing"));
    card.foot.lastChild.classList.add("more");
  }

  /** Tell whether the axes are the usual ones: mistag across, efficiency up. */
  get usual() {
    return this.linear.on;
  }

  update(layout, get) {
    this.layout = layout;
    this.rows = table(get("cuts"));
    this.numbers = get("numbers")?.data ?? [];
    this.left.hidden = !Number.isFinite(this.numbers[3]);
    write(this.left, `unexplained variance ${number(this.numbers[3], 3)}`);
    this.samples = get("samples")?.data ?? [];
    this.names = layout.names ?? ["normal", "anomalous"];
    [0.3, 0.5].forEach((efficiency, i) => {
      const [value, error] = this.numbers.slice(4 + 2 * i, 6 + 2 * i);
      const node = this.rejections[i];
      node.hidden = !Number.isFinite(value);
      if (!node.hidden) write(node, `1/mistag ${said(value, error)} at ${efficiency}`);
      node.title = `Rejection, 1 / mistag, where the efficiency is ${efficiency}`;
    });
  }

  /** Return the logarithm of the smallest mistag that is drawn, a little below a single sample. */
  get floor() {
    return Math.min(-1, Math.log10(least(this.rows, this.samples[0])) - 0.15);
  }

  paint() {
    const picture = this.card.begin(this.rows);
    if (!picture) return (this.plot = null);
    const { context, surface, theme } = picture;
    const plot = this.place(context, surface, theme);
    plot.clip(context, () => {
      this.guess(context, theme, plot);
      this.curve(context, theme, plot);
    });
    this.auc(context, theme, plot);
    this.working(context, theme, plot);
  }

  place(context, surface, theme) {
    const k = theme.scale;
    const narrow = surface.width < NARROW * k; // then the name below has a line of its own
    const [top, low] = [20 * k, (narrow ? 37 : 21) * k];
    const [y0, y1] = this.usual ? [0, 1] : [this.floor, 0];
    const high = surface.height - top - low;
    const count = high / (34 * k);
    const y = this.usual ? ticks(0, 1, count) : logTicks(y0, y1, Math.min(count, 6));
    const left = margin(context, theme, y);
    const plot = new Plot(left, top, surface.width - left - 8, high).show([0, 1, y0, y1]);
    const [mistag, efficiency] = [`${this.names[0]} mistag`, `${this.names[1]} efficiency`];
    const [across, up] = this.usual ? [mistag, efficiency] : [efficiency, mistag];
    const x = ticks(0, 1, plot.w / (52 * k));
    axes(context, theme, plot, { x, y, xName: narrow ? "" : across, zero: false });
    heights(context, theme, up, surface.width);
    context.textAlign = "right";
    if (narrow) context.fillText(across, surface.width, surface.height - 5 * k, surface.width);
    return (this.plot = plot);
  }

  /** Return where a mistag and an efficiency stand on the canvas. */
  at(mistag, efficiency) {
    const { plot } = this;
    if (this.usual) return [plot.px(mistag), plot.py(efficiency)];
    return [plot.px(efficiency), plot.py(mistag > 0 ? Math.log10(mistag) : this.floor - 1)];
  }

  /** Draw where the curve would be if the score knew nothing. */
  guess(context, theme, plot) {
    context.strokeStyle = theme.soft;
    context.lineWidth = 1.25;
    context.setLineDash([5, 4]);
    context.beginPath();
    for (let i = 0; i <= plot.w; i += 2) {
      const chance = Math.max(1e-6, i / plot.w);
      context.lineTo(...this.at(chance, chance));
    }
    context.stroke();
    context.setLineDash([]);
  }

  curve(context, theme) {
    context.strokeStyle = theme.ink;
    context.lineWidth = 2;
    context.lineJoin = "round";
    context.beginPath();
    for (const row of this.rows) context.lineTo(...this.at(row[MISTAG], row[EFFICIENCY]));
    context.stroke();
  }

  /** Write the AUC where the curve is not. */
  auc(context, theme, plot) {
    const [auc, error] = this.numbers;
    if (!Number.isFinite(auc)) return;
    const k = theme.scale;
    const low = !this.usual || auc >= 0.5;
    const room = 0.75 * plot.w;
    let words = `AUC ${said(auc, error)}`;
    context.font = theme.large;
    if (context.measureText(words).width > room) context.font = theme.bold;
    if (context.measureText(words).width > room) words = `AUC ${measured(auc, error).value}`;
    context.textBaseline = low ? "alphabetic" : "top";
    context.textAlign = low ? "right" : "left";
    const x = low ? plot.x + plot.w - 8 * k : plot.x + 8 * k;
    const y = low ? plot.y + plot.h - 10 * k : plot.y + 8 * k;
    haloed(context, theme, words, x, y, theme.ink);
  }

  /** Mark the working point, with lines to both axes. */
  working(context, theme, plot) {
    const { mistag, efficiency } = read(this.rows, MISTAG, this.lab.cut);
    const [x, y] = this.at(mistag, efficiency);
    if (!plot.has(x, y)) return;
    context.setLineDash([2, 3]);
    context.lineWidth = 1;
    stroke(context, theme.accent, plot.x, y, x, y);
    stroke(context, theme.accent, x, y, x, plot.y + plot.h);
    context.setLineDash([]);
    context.fillStyle = theme.accent;
    context.beginPath();
    context.arc(x, y, 5, 0, 2 * Math.PI);
    context.fill();
    ring(context, theme, x, y, 6, 1.5);
  }

  /** Return the point of the curve over a place of the axis below. */
  over(x) {
    const value = Math.max(0, Math.min(1, this.plot.ix(x)));
    return read(this.rows, this.usual ? MISTAG : EFFICIENCY, value);
  }

  slide(x) {
    this.lab.setCut(Math.max(least(this.rows, this.samples[0]), this.over(x).mistag));
  }

  hover(x, y) {
    if (!this.rows) return;
    const { mistag, efficiency, rejection } = this.over(x);
    this.lab.tip.show(this.card.surface.canvas, x, y, [
      { cells: [`${this.names[1]} efficiency`, share(efficiency)] },
      { cells: [`${this.names[0]} mistag`, share(mistag)] },
      { cells: ["rejection", number(rejection, 3)] },
    ]);
  }

  leave() {
    this.lab.tip.hide();
  }

  describe() {
    if (!this.rows) return "ROC curve, no picture yet";
    const [auc, error] = this.numbers;
    const { mistag, efficiency } = read(this.rows, MISTAG, this.lab.cut);
    return (
      `ROC curve: AUC ${said(auc, error)}; at the threshold, ${this.names[1]} efficiency ` +
      `${share(efficiency)} and ${this.names[0]} mistag ${share(mistag)}`
    );
  }
}

/** Return a value with its error in one text. */
function said(value, error) {
  const words = measured(value, error);
  return words.error ? `${words.value} ± ${words.error}` : words.value;
}
