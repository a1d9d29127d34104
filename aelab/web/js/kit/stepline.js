// Histograms as step lines.

/** @import { Plot } from "./canvas.js" */
/** @import { Context } from "./types.d.ts" */

/** @typedef {object} StepLook
 * @property {string} [fill]
 * @property {number} [alpha] of the filling
 * @property {string} [line]
 * @property {number} [width]
 * @property {number[]} [dash] */

/** Draw the levels `values` (n,) between `edges` (n + 1,), filled or as a line.
 * @type {(context: Context, plot: Plot, edges: Float32Array, values: Float32Array,
 *   look: StepLook) => void} */
export function stepLine(context, plot, edges, values, look) {
  const { fill, alpha = 1, line, width = 1.5, dash } = look;
  const floor = plot.y + plot.h;
  context.beginPath();
  context.moveTo(plot.px(edges[0]), floor);
  values.forEach((value, i) => {
    const y = Number.isFinite(value) ? Math.min(plot.py(value), floor + 4) : floor + 4;
    context.lineTo(plot.px(edges[i]), y);
    context.lineTo(plot.px(edges[i + 1]), y);
  });
  context.lineTo(plot.px(edges[values.length]), floor);
  if (fill) {
    context.globalAlpha = alpha;
    context.fillStyle = fill;
    context.fill();
    context.globalAlpha = 1;
  }
  if (!line) return;
  context.lineJoin = "miter";
  context.setLineDash(dash ?? []);
  context.strokeStyle = line;
  context.lineWidth = width;
  context.stroke();
  context.setLineDash([]);
}
