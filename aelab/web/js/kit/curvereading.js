// Reads curves under the pointer: a line across the plot, and a table of the exact values.

import { stroke } from "./canvas.js";
import { closest } from "./series.js";
import { number, rate } from "./text.js";

/** @import { Curves } from "../drawers/curves.js" */
/** @import { Plot } from "./canvas.js" */
/** @import { Line } from "./series.js" */
/** @import { Context, Theme, TipRow } from "./types.d.ts" */

export class Reading {
  /** @type {number[]} */
  listed = []; // indices of the lines in the table

  /** @param {Curves} curves */
  constructor(curves) {
    this.curves = curves;
    this.index = -1;
  }

  /** Read the curves at a place of the plot.
   * @type {(x: number, y: number) => void} */
  at(x, y) {
    const { plot, series, card, lab } = this.curves;
    if (!plot || !series.steps.length) return;
    this.index = closest(series.steps, plot.ix(x));
    const lines = this.curves.listed(plot, this.index, y);
    this.listed = lines.map((line) => series.lines.indexOf(line));
    lab.tip.show(card.surface.canvas, x, y, [...this.rows(), ...this.changedNear(x)]);
    lab.request(card);
  }

  /** The lines that are read, as the latest frame has them.
   * @returns {Line[]} */
  get lines() {
    return this.listed.map((i) => this.curves.series.lines[i]).filter(Boolean);
  }

  /** Return the exact values at one step as rows of a table.
   * @type {() => TipRow[]} */
  rows() {
    const { series, layout, lab, both } = this.curves;
    const { steps, heldSteps, perEpoch } = series;
    const held = both ? closest(heldSteps, steps[this.index]) : -1;
    /** @type {(line: Line) => number[]} */
    const columns = (line) => [line.train[this.index], ...(held >= 0 ? [line.held[held]] : [])];
    const rows = this.lines.map((line) => ({
      cells: [line.label, ...columns(line).map((value) => number(value, 5))],
      colour: this.curves.colour(lab.theme, line),
    }));
    const step = `step ${Math.round(steps[this.index] * perEpoch)}`;
    const when = layout.per_epoch ? `epoch ${number(steps[this.index], 3)}, ${step}` : step;
    const head = held >= 0 ? [{ cells: ["", "training", "held-out"] }] : [];
    const others = series.lines.length - rows.length;
    const rest = others > 0 ? [{ small: `and ${others} more` }] : [];
    return [{ cells: [when] }, ...head, ...rows, ...rest];
  }

  /** Return changes of the learning rate near the pointer, as rows.
   * @type {(x: number) => TipRow[]} */
  changedNear(x) {
    const { header, plot, series } = this.curves;
    if (!plot) return [];
    return (header?.changes ?? []).flatMap(([index, value]) =>
      Math.abs(plot.px(index / series.perEpoch) - x) < 6
        ? [{ cells: [`rate changed to ${rate(value)}`] }]
        : [],
    );
  }

  /** Draw the line under the pointer, and dots at the values.
   * @type {(context: Context, theme: Theme, plot: Plot) => void} */
  paint(context, theme, plot) {
    const { series } = this.curves;
    if (this.index < 0 || this.index >= series.steps.length) return;
    const at = series.steps[this.index];
    const x = Math.round(plot.px(at)) + 0.5;
    if (!plot.has(x, plot.y)) return;
    context.lineWidth = 1;
    stroke(context, theme.soft, x, plot.y, x, plot.y + plot.h);
    plot.clip(context, () => {
      for (const line of this.lines) {
        const colour = this.curves.colour(theme, line);
        this.curves.dot(context, plot, at, line.train[this.index], colour);
      }
    });
  }

  leave() {
    if (this.index < 0) return;
    this.index = -1;
    const { card, lab } = this.curves;
    lab.tip.hide();
    lab.request(card);
  }
}
