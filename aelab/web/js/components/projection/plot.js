// Draws the cloud with the direction d, and a curve of what depends on it.

import { axes as drawAxes, levelLines, margin, ticks } from "../../kit/axes.js";
import { haloed, Plot, ring, stroke } from "../../kit/canvas.js";
import { direction } from "./cloud.js";

/** @import { Cloud } from "./cloud.js" */
/** @import { Surface } from "../../kit/canvas.js" */
/** @import { Context, Interval, Place, Theme } from "../../kit/types.d.ts" */

const HANDLE = 7; // px
const EVERY = 5; // degrees between two dots of the measured errors

/** What depends on d: the sum of squared errors, the quadratic form, or the code of a sample.
 * @typedef {"error" | "form" | "code"} Shows */

/** @typedef {{ shows: Shows, angle: number, sample: number, code: number }} ProjectionState */

/** @typedef {ProjectionState & { cloud: Cloud }} Scene */

/** A curve: its range, values, prediction, reference levels, the value `at` d and the `best` one.
 * @typedef {object} Curve
 * @property {Interval} range
 * @property {(v: number) => number} value
 * @property {((v: number) => number) | null} [predicted]
 * @property {number} at
 * @property {number} best
 * @property {number} top
 * @property {{ value: number }[]} [levels]
 * @property {string} x */

/** Return a plot on a whole surface that shows a square of the data as large as possible.
 * @type {(surface: Surface, reach: number) => Plot} */
export function square(surface, reach) {
  const plot = new Plot(8, 8, surface.width - 16, surface.height - 16);
  const half = 1.1 * reach;
  const [w, h] = [plot.w / Math.min(plot.w, plot.h), plot.h / Math.min(plot.w, plot.h)];
  return plot.show([-half * w, half * w, -half * h, half * h]);
}

/** Return where the handle of d is, in units of the data.
 * @type {(cloud: Cloud, shows: Shows, angle: number) => Place} */
export function tip(cloud, shows, angle) {
  const length = shows === "form" ? 1 : 0.95 * cloud.reach;
  const [c, s] = direction(angle);
  return [c * length, s * length];
}

/** Draw the cloud, d, and the segments or the form.
 * @type {(context: Context, theme: Theme, plot: Plot, scene: Scene) => void} */
export function drawCloud(context, theme, plot, state) {
  cross(context, theme, plot);
  if (state.shows === "form") circle(context, theme, plot, state);
  else along(context, theme, plot, state);
  handle(context, theme, plot, state);
}

/** @type {(context: Context, theme: Theme, plot: Plot) => void} */
function cross(context, theme, plot) {
  context.lineWidth = 1;
  stroke(context, theme.line, plot.x, plot.py(0), plot.x + plot.w, plot.py(0));
  stroke(context, theme.line, plot.px(0), plot.y, plot.px(0), plot.y + plot.h);
}

/** @type {(context: Context, colour: string, plot: Plot, points: Place[], radius: number,
 *   opacity: number) => void} */
function dots(context, colour, plot, points, radius, opacity) {
  context.fillStyle = colour;
  context.globalAlpha = opacity;
  for (const [x, y] of points) {
    context.beginPath();
    context.arc(plot.px(x), plot.py(y), radius, 0, 2 * Math.PI);
    context.fill();
  }
  context.globalAlpha = 1;
}

/** Draw the line along d, and each sample with its segment and its projection.
 * @type {(context: Context, theme: Theme, plot: Plot, scene: Scene) => void} */
function along(context, theme, plot, { cloud, shows, angle, sample, code }) {
  const [c, s] = direction(angle);
  const far = 2 * Math.max(plot.box[1], plot.box[3]);
  const single = shows === "code";
  plot.clip(context, () => {
    context.lineWidth = 1.5;
    const [x, y] = [far * c, far * s];
    stroke(context, theme.accent, plot.px(-x), plot.py(-y), plot.px(x), plot.py(y));
  });
  context.lineWidth = 1.5;
  context.globalAlpha = single ? 0.2 : 0.85;
  /** @type {Place[]} */
  const feet = cloud.points.map((_, i) => [c * cloud.code(angle, i), s * cloud.code(angle, i)]);
  cloud.points.forEach((point, i) => segment(context, theme.warm, plot, point, feet[i]));
  context.globalAlpha = 1;
  dots(context, theme.blue, plot, feet, 2.5, single ? 0.25 : 0.9);
  dots(context, theme.ink, plot, cloud.points, 3, single ? 0.35 : 0.75);
  if (single) chosen(context, theme, plot, cloud.points[sample], [c * code, s * code]);
}

/** @type {(context: Context, colour: string, plot: Plot, from: Place, to: Place) => void} */
function segment(context, colour, plot, [ax, ay], [bx, by]) {
  stroke(context, colour, plot.px(ax), plot.py(ay), plot.px(bx), plot.py(by));
}

/** Draw the chosen sample, its reconstruction, and the segment between them.
 * @type {(context: Context, theme: Theme, plot: Plot, point: Place, at: Place) => void} */
function chosen(context, theme, plot, point, at) {
  context.lineWidth = 3;
  segment(context, theme.warm, plot, point, at);
  dots(context, theme.ink, plot, [point], 4.5, 1);
  ring(context, theme, plot.px(point[0]), plot.py(point[1]));
  dots(context, theme.blue, plot, [at], HANDLE, 1);
  context.font = theme.maths;
  context.textAlign = "left";
  context.textBaseline = "middle";
  haloed(context, theme, "x", plot.px(point[0]) + 11, plot.py(point[1]) - 8, theme.ink);
  haloed(context, theme, "dz", plot.px(at[0]) + 11, plot.py(at[1]) + 12, theme.blue);
}

/** Draw the unit circle, the form as a curve around it, and the eigenvectors.
 * @type {(context: Context, theme: Theme, plot: Plot, scene: Scene) => void} */
function circle(context, theme, plot, { cloud, angle }) {
  /** @type {Place[]} */
  const scaled = cloud.points.map(([x, y]) => [x / cloud.reach, y / cloud.reach]);
  dots(context, theme.ink, plot, scaled, 2.5, 0.22);
  context.lineWidth = 1;
  context.strokeStyle = theme.axis;
  context.beginPath();
  context.arc(plot.px(0), plot.py(0), plot.sx, 0, 2 * Math.PI);
  context.stroke();
  context.setLineDash([2, 4]);
  const axes = [0, 90].map((angleToFirst) => direction(cloud.first + angleToFirst));
  for (const [c, s] of axes) segment(context, theme.soft, plot, [-c, -s], [c, s]);
  context.setLineDash([]);
  context.font = theme.maths;
  context.textAlign = "center";
  context.textBaseline = "middle";
  axes.forEach(([c, s], i) => {
    haloed(context, theme, ["u₁", "u₂"][i], plot.px(-0.9 * c), plot.py(-0.9 * s), theme.soft);
  });
  context.strokeStyle = theme.blue;
  context.lineWidth = 2;
  context.beginPath();
  for (let at = 0; at <= 360; at += 2) {
    const [x, y] = onForm(cloud, at);
    context.lineTo(plot.px(x), plot.py(y));
  }
  context.stroke();
  segment(context, theme.blue, plot, [0, 0], onForm(cloud, angle));
  dots(context, theme.blue, plot, [onForm(cloud, angle)], 5, 1);
}

/** Return the point in the direction d whose distance is dᵀAd, in units of λ₁.
 * @type {(cloud: Cloud, angle: number) => Place} */
function onForm(cloud, angle) {
  const [c, s] = direction(angle);
  const size = cloud.form(angle);
  return [(c * size) / cloud.values[0], (s * size) / cloud.values[0]];
}

/** Draw d as an arrow with a handle at its tip.
 * @type {(context: Context, theme: Theme, plot: Plot, scene: Scene) => void} */
function handle(context, theme, plot, { cloud, shows, angle }) {
  const [x, y] = tip(cloud, shows, angle);
  const [px, py] = [plot.px(x), plot.py(y)];
  if (shows === "form") {
    context.lineWidth = 1.5;
    segment(context, theme.accent, plot, [0, 0], [x, y]);
  }
  context.fillStyle = theme.accent;
  context.strokeStyle = theme.card;
  context.lineWidth = 2;
  context.beginPath();
  context.arc(px, py, HANDLE, 0, 2 * Math.PI);
  context.fill();
  context.stroke();
  context.font = theme.maths;
  context.textAlign = "center";
  context.textBaseline = "middle";
  const [c, s] = direction(angle + 90);
  haloed(context, theme, "d", px + 17 * c, py - 17 * s, theme.accent);
}

/** Return the curve of a picture.
 * @type {(scene: Scene) => Curve} */
export function curveOf({ cloud, shows, angle, sample, code }) {
  if (shows === "code") {
    const best = cloud.code(angle, sample);
    /** @type {(z: number) => number} */
    const value = (z) => cloud.left(angle, sample, z);
    /** @type {Interval} */
    const range = [-1.1 * cloud.reach, 1.1 * cloud.reach];
    return { range, value, at: code, best, top: Math.max(...range.map(value)), x: "z" };
  }
  const error = shows === "error";
  return {
    range: [0, 180],
    value: (v) => (error ? cloud.error(v) : cloud.form(v)),
    predicted: error ? (v) => cloud.predicted(v) : null,
    at: angle % 180,
    best: cloud.first,
    top: cloud.values[0],
    levels: cloud.values.map((value) => ({ value })),
    x: "angle of d",
  };
}

/** Return the rectangle of the curve on a surface.
 * @type {(context: Context, theme: Theme, surface: Surface, curve: Curve) => Plot} */
export function curvePlot(context, theme, surface, curve) {
  const labels = ticks(0, 1.12 * curve.top, 5);
  const left = margin(context, theme, labels);
  const plot = new Plot(left, 26, surface.width - left - 10, surface.height - 50);
  return plot.show([curve.range[0], curve.range[1], 0, 1.12 * curve.top]);
}

/** Draw the curve, its prediction, and where d or z is now.
 * @type {(context: Context, theme: Theme, plot: Plot, scene: Scene, curve: Curve) => void} */
export function drawCurve(context, theme, plot, state, curve) {
  const [low, high, , top] = plot.box;
  const across =
    curve.x === "z"
      ? ticks(low, high, 6)
      : [0, 45, 90, 135].map((value) => ({ value, label: `${value}°` }));
  drawAxes(context, theme, plot, { x: across, y: ticks(0, top, 5), xName: curve.x, zero: true });
  levelLines(context, theme, plot, curve.levels ?? []);
  /** @type {(value: (v: number) => number, colour: string) => void} */
  const line = (value, colour) => {
    context.strokeStyle = colour;
    context.lineWidth = 1.5;
    context.beginPath();
    for (let i = 0; i <= 180; i++) {
      const x = low + ((high - low) * i) / 180;
      context.lineTo(plot.px(x), plot.py(value(x)));
    }
    context.stroke();
  };
  plot.clip(context, () => {
    context.setLineDash([2, 4]);
    context.lineWidth = 1;
    stroke(context, theme.soft, plot.px(curve.best), plot.y, plot.px(curve.best), plot.y + plot.h);
    context.setLineDash([]);
    line(curve.predicted ?? curve.value, curve.predicted ? theme.ink : theme.blue);
    if (curve.predicted) dots(context, theme.blue, plot, measured(curve), 3, 1);
    if (curve.x === "z") tangent(context, theme, plot, curve);
  });
  mark(context, theme, plot, curve, state.shows);
}

/** @type {(curve: Curve) => Place[]} */
function measured(curve) {
  /** @type {Place[]} */
  const places = [];
  for (let v = 0; v <= 180; v += EVERY) places.push([v, curve.value(v)]);
  return places;
}

/** Draw the slope −2dᵀx + 2z at the code.
 * @type {(context: Context, theme: Theme, plot: Plot, curve: Curve) => void} */
function tangent(context, theme, plot, { at, best, value, range }) {
  const [slope, half] = [2 * (at - best), (range[1] - range[0]) / 8];
  context.lineWidth = 1.5;
  const [y, rise] = [value(at), slope * half];
  segment(context, theme.ink, plot, [at - half, y - rise], [at + half, y + rise]);
}

/** @type {(context: Context, theme: Theme, plot: Plot, curve: Curve, shows: Shows) => void} */
function mark(context, theme, plot, curve, shows) {
  const [x, y] = [plot.px(curve.at), plot.py(curve.value(curve.at))];
  context.fillStyle = theme.warm;
  if (shows === "form") context.fillStyle = theme.blue;
  context.beginPath();
  context.arc(x, y, 5, 0, 2 * Math.PI);
  context.fill();
  ring(context, theme, x, y, 7);
  context.font = theme.maths;
  context.textAlign = "center";
  context.textBaseline = "alphabetic";
  const best = Math.min(Math.max(plot.px(curve.best), plot.x + 12), plot.x + plot.w - 12);
  haloed(context, theme, curve.x === "z" ? "z*" : "u₁", best, plot.y - 8, theme.soft);
}
