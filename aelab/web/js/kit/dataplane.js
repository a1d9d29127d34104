// A plot of the plane with equal scales, its axes, zoom and pointer.

import { axes, ticks } from "./axes.js";
import { hint, Plot } from "./canvas.js";
import { Pointer } from "./pointer.js";
import { View } from "./view.js";

/** @import { Box, Card, Context, Theme } from "./types.d.ts" */

/** @typedef {{ context: Context, plot: Plot, theme: Theme, density: number }} PlanePicture */

/** What the pointer does in the plane.
 * @typedef {object} Target
 * @property {(x: number, y: number) => void} [hover]
 * @property {() => void} [leave]
 * @property {(x: number, y: number) => void} [pick] */

export class DataPlane {
  /** @type {Plot | null} */
  plot = null;

  /** Show a plane in a card; `target` hears of the pointer.
   * @param {Card} card
   * @param {Target} target */
  constructor(card, target) {
    this.card = card;
    this.lab = card.lab;
    this.target = target;
    this.view = new View({ equal: true });
    this.pointer = new Pointer(card.surface.canvas, this);
  }

  /** Begin a picture: draw axes, or, where nothing is ready, the reason, and return null.
   *
   * `right` is a margin (px); `under` draws below the grid lines.
   * @type {(ready: unknown, look?: { names?: string[], right?: number,
   *   under?: (context: Context, plot: Plot, theme: Theme) => void }) => PlanePicture | null} */
  begin(ready, { names = ["x₁", "x₂"], right = 2, under } = {}) {
    const { surface } = this.card;
    const { theme } = this.lab;
    const context = surface.begin();
    const [left, low] = [34 * theme.scale, 21 * theme.scale];
    const plot = new Plot(left, 3, surface.width - left - right, surface.height - 3 - low);
    plot.show(this.view.shown(plot));
    this.plot = plot;
    if (!ready) {
      hint(context, theme, surface, this.lab.hint(this.card));
      return null;
    }
    const [x0, x1, y0, y1] = plot.box;
    if (under) plot.clip(context, () => under(context, plot, theme));
    axes(context, theme, plot, {
      x: ticks(x0, x1, plot.w / (56 * theme.scale)),
      y: ticks(y0, y1, plot.h / (40 * theme.scale)),
      xName: names[0],
      yName: names[1],
    });
    return { context, plot, theme, density: surface.density };
  }

  /** Draw the box of a drag.
   * @type {(context: Context) => void} */
  end(context) {
    this.pointer.paint(context, this.lab.theme);
  }

  /** @type {(x: number, y: number) => void} */
  hover(x, y) {
    this.target.hover?.(x, y);
  }

  leave() {
    this.target.leave?.();
  }

  /** @type {(x: number, y: number) => void} */
  pick(x, y) {
    this.target.pick?.(x, y);
  }

  changed() {
    this.lab.request(this.card);
  }

  fit() {
    this.card.reset();
  }
}

/** Return the box around points (n, 2) with a margin, or null where none is finite.
 * @type {(data: ArrayLike<number>, share?: number) => Box | null} */
export function extent(data, share = 0.08) {
  /** @type {Box} */
  const box = [Infinity, -Infinity, Infinity, -Infinity];
  for (let i = 0; i < data.length; i++) {
    if (!Number.isFinite(data[i])) continue;
    const at = (i % 2) * 2;
    box[at] = Math.min(box[at], data[i]);
    box[at + 1] = Math.max(box[at + 1], data[i]);
  }
  if (!box.every(Number.isFinite)) return null;
  const room = share * Math.max(box[1] - box[0], box[3] - box[2], 1e-6);
  return [box[0] - room, box[1] + room, box[2] - room, box[3] + room];
}
