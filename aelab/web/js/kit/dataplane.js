// @ts-nocheck
// A plane of data with equal scales: its place on the canvas, axes, zoom and pointer.

import { axes, ticks } from "./axes.js";
import { hint, Plot } from "./canvas.js";
import { Pointer } from "./pointer.js";
import { View } from "./view.js";

export class DataPlane {
  /** Serve a drawer; `target` gives {hover, leave, pick}. */
  constructor(card, target) {
    Object.assign(this, { card, lab: card.lab, target });
    this.view = new View({ equal: true });
    this.pointer = new Pointer(card.surface.canvas, this);
  }

  /** Begin a picture; returns its parts, or null where there is nothing to show but a hint. */
  begin(ready, { names = ["x₁", "x₂"], right = 2, under } = {}) {
    const { surface } = this.card;
    const { theme } = this.lab;
    const context = surface.begin();
    const [left, low] = [34 * theme.scale, 21 * theme.scale];
    const plot = new Plot(left, 3, surface.width - left - right, surface.height - 3 - low);
    this.plot = plot.show(this.view.shown(plot));
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

  /** Show the box that the drag is drawing. */
  end(context) {
    this.pointer.paint(context, this.lab.theme);
  }

  hover(x, y) {
    this.target.hover?.(x, y);
  }

  leave() {
    this.target.leave?.();
  }

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

/** Return the box of points (n, 2) with a margin, or null where none is finite. */
export function extent(data, share = 0.08) {
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
