// Ellipses of a Jacobian J at places of the plane: the axes are its right singular vectors, as
// long as its singular values. All but the few longest have one scale, and do not overlap.

/** @import { Plot } from "./canvas.js" */
/** @import { Context, Part } from "./types.d.ts" */

const REACH = 0.46; // half axis of the longest ones, in units of the distance of two places
const MOST = 0.9; // share of the ellipses that are drawn on one scale
const THIN = 0.6; // px of a half axis, at least

/** Draw an ellipse for each row (x₁, x₂, and the entries 11, 12, 22 of JᵀJ) of an array (p, 5).
 * @type {(context: Context, plot: Plot, metric: Part<Float32Array>, scale: number) => void} */
export function ellipses(context, plot, { data, shape }, scale) {
  const shown = [];
  for (let i = 0; i < shape[0]; i++) shown.push(fromMetric(data.subarray(5 * i, 5 * i + 5)));
  const finite = shown.filter(({ long }) => Number.isFinite(long));
  const lengths = finite.map(({ long }) => long).sort((a, b) => a - b);
  const usual = lengths[Math.floor(MOST * (lengths.length - 1))];
  if (!(usual > 0)) return;
  const lines = Math.round(Math.sqrt(shape[0]));
  const apart = Math.abs(data[5 * (lines - 1)] - data[0]) / Math.max(1, lines - 1);
  for (const each of finite) {
    const unit = (REACH * apart * plot.sx) / Math.max(usual, each.long);
    context.beginPath();
    const [a, b] = [each.long, each.short].map((axis) => Math.max(THIN, unit * axis));
    context.ellipse(plot.px(each.x), plot.py(each.y), a, b, -each.angle, 0, 2 * Math.PI);
    outline(context, "rgb(0 0 0 / 0.55)", 3.2 * scale);
    outline(context, "#fff", 1.4 * scale);
  }
}

/** @type {(context: Context, colour: string, width: number) => void} */
function outline(context, colour, width) {
  context.strokeStyle = colour;
  context.lineWidth = width;
  context.stroke();
}

/** Return place, angle and half axes of one ellipse, from the eigenvalues of JᵀJ.
 * @type {(row: Float32Array) => { x: number, y: number, long: number, short: number,
 *   angle: number }} */
function fromMetric([x, y, xx, xy, yy]) {
  const [mean, half] = [(xx + yy) / 2, Math.hypot((xx - yy) / 2, xy)];
  const [long, short] = [mean + half, mean - half].map((v) => Math.sqrt(Math.max(0, v)));
  return { x, y, long, short, angle: Math.atan2(2 * xy, xx - yy) / 2 };
}
