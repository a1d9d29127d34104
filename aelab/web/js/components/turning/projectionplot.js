// @ts-nocheck
// What the hand turns, drawn: the cloud with the direction d, and beside it a curve.

import { axes as drawAxes, levelLines, margin, ticks } from "../../kit/axes.js";
import { haloed, Plot, ring, stroke } from "../../kit/canvas.js";
import { direction } from "./projection.js";

const HANDLE = 7; // px
const EVERY = 5; // degrees between two dots of what is measured

/** Return a square of the data in the middle of a surface, as large as it can be. */
export function square(surface, reach) {
  const plot = new Plot(8, 8, surface.width - 16, surface.height - 16);
  const half = 1.1 * reach;
  const [w, h] = [plot.w / Math.min(plot.w, plot.h), plot.h / Math.min(plot.w, plot.h)];
  return plot.show([-half * w, half * w, -half * h, half * h]);
}

/** Where the handle of d is, in units of the data. */
export function tip(cloud, shows, angle) {
  const length = shows === "form" ? 1 : 0.95 * cloud.reach;
  return direction(angle).map((v) => v * length);
}

/** Draw the cloud, d, and the segments or the form. */
export function drawCloud(context, theme, plot, state) {
  cross(context, theme, plot);
  if (state.shows === "form") circle(context, theme, plot, state);
  else along(context, theme, plot, state);
  handle(context, theme, plot, state);
}

function cross(context, theme, plot) {
  context.lineWidth = 1;
  stroke(context, theme.line, plot.x, plot.py(0), plot.x + plot.w, plot.py(0));
  stroke(context, theme.line, plot.px(0), plot.y, plot.px(0), plot.y + plot.h);
}

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

/** Draw the line along d, and each sample with its segment and its projection. */
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
  const feet = cloud.points.map((_, i) => cloud.code(angle, i)).map((z) => [c * z, s * z]);
  cloud.points.forEach((point, i) => segment(context, theme.warm, plot, point, feet[i]));
  context.globalAlpha = 1;
  dots(context, theme.blue, plot, feet, 2.5, single ? 0.25 : 0.9);
  dots(context, theme.ink, plot, cloud.points, 3, single ? 0.35 : 0.75);
  if (single) chosen(context, theme, plot, cloud.points[sample], [c * code, s * code]);
}

function segment(context, colour, plot, [ax, ay], [bx, by]) {
  stroke(context, colour, plot.px(ax), plot.py(ay), plot.px(bx), plot.py(by));
}

/** Draw the chosen sample, its reconstruction, and the segment between them. */
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

/** Draw the unit circle, the form as a curve around it, and the eigenvectors. */
function circle(context, theme, plot, { cloud, angle }) {
  const scaled = cloud.points.map((p) => p.map((v) => v / cloud.reach));
  dots(context, theme.ink, plot, scaled, 2.5, 0.22);
  context.lineWidth = 1;
  context.strokeStyle = theme.axis;
  context.beginPath();
  context.arc(plot.px(0), plot.py(0), plot.sx, 0, 2 * Math.PI);
  context.stroke();
  context.setLineDash([2, 4]);
  const axes = [0, 90].map((turned) => direction(cloud.first + turned));
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

/** Return the point in the direction d whose distance is dᵀAd, in units of λ₁. */
function onForm(cloud, angle) {
  return direction(angle).map((v) => (v * cloud.form(angle)) / cloud.values[0]);
}

/** Draw d as an arrow with a handle at its tip. */
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

/** What the curve of a picture is: range, values, what is at the mark. */
export function curveOf({ cloud, shows, angle, sample, code }) {
  if (shows === "code") {
    const best = cloud.code(angle, sample);
    const value = (z) => cloud.left(angle, sample, z);
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

/** Return the rectangle of the curve on a surface. */
export function curvePlot(context, theme, surface, curve) {
  const heights = ticks(0, 1.12 * curve.top, 5);
  const left = margin(context, theme, heights);
  const plot = new Plot(left, 26, surface.width - left - 10, surface.height - 50);
  return plot.show([...curve.range, 0, 1.12 * curve.top]);
}

/** Draw the curve, its prediction, and where d or z is now. */
export function drawCurve(context, theme, plot, state, curve) {
  const [low, high, , top] = plot.box;
  const across =
    curve.x === "z"
      ? ticks(low, high, 6)
      : [0, 45, 90, 135].map((value) => ({ value, label: `${value}°` }));
  drawAxes(context, theme, plot, { x: across, y: ticks(0, top, 5), xName: curve.x, zero: true });
  levelLines(context, theme, plot, curve.levels ?? []);
  const line = (value, colour, width, dash) => {
    context.strokeStyle = colour;
    context.lineWidth = width;
    context.setLineDash(dash);
    context.beginPath();
    for (let i = 0; i <= 180; i++) {
      const x = low + ((high - low) * i) / 180;
      context.lineTo(plot.px(x), plot.py(value(x)));
    }
    context.stroke();
    context.setLineDash([]);
  };
  plot.clip(context, () => {
    context.setLineDash([2, 4]);
    context.lineWidth = 1;
    stroke(context, theme.soft, plot.px(curve.best), plot.y, plot.px(curve.best), plot.y + plot.h);
    context.setLineDash([]);
    line(curve.predicted ?? curve.value, curve.predicted ? theme.ink : theme.blue, 1.5, []);
    if (curve.predicted) dots(context, theme.blue, plot, measured(curve), 3, 1);
    if (curve.x === "z") tangent(context, theme, plot, curve);
  });
  mark(context, theme, plot, curve, state.shows);
}

function measured(curve) {
  const found = [];
  for (let v = 0; v <= 180; v += EVERY) found.push([v, curve.value(v)]);
  return found;
}

/** Draw the slope −2dᵀx + 2z at the code. */
function tangent(context, theme, plot, { at, best, value, range }) {
  const [slope, half] = [2 * (at - best), (range[1] - range[0]) / 8];
  context.lineWidth = 1.5;
  const ends = [at - half, at + half].map((z) => [z, value(at) + slope * (z - at)]);
  segment(context, theme.ink, plot, ...ends);
}

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
