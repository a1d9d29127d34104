// Circles at one and two standard deviations of the prior, in a plane with equal scales.

import { haloed } from "./canvas.js";

/** @import { Plot } from "./canvas.js" */
/** @import { Context, Theme } from "./types.d.ts" */

const SIGMAS = [1, 2];

/** Draw the circles.
 * @type {(context: Context, theme: Theme, plot: Plot) => void} */
export function paintPrior(context, theme, plot) {
  context.lineWidth = 1.25;
  context.strokeStyle = theme.soft;
  context.setLineDash([4, 4]);
  for (const sigma of SIGMAS) {
    context.beginPath();
    context.arc(plot.px(0), plot.py(0), sigma * plot.sx, 0, 2 * Math.PI);
    context.stroke();
  }
  context.setLineDash([]);
}

/** Name the circles.
 * @type {(context: Context, theme: Theme, plot: Plot) => void} */
export function namePrior(context, theme, plot) {
  context.font = theme.bold;
  context.textAlign = "left";
  context.textBaseline = "middle";
  for (const sigma of SIGMAS) {
    const [x, y] = [plot.px(sigma * Math.SQRT1_2) + 3, plot.py(sigma * Math.SQRT1_2) - 5];
    haloed(context, theme, `${sigma}σ`, x, y, theme.soft);
  }
}
