// @ts-nocheck
// Axes: round ticks, grid lines, names, room for labels, lines to hold values against.

import { stroke } from "./canvas.js";
import { signed } from "./text.js";

/** Return about `count` round values between lo and hi as [{value, label}]. */
export function ticks(lo, hi, count) {
  const raw = (hi - lo) / Math.max(1, count);
  if (!(raw > 0) || !Number.isFinite(raw)) return [];
  const power = 10 ** Math.floor(Math.log10(raw));
  const step = [1, 2, 5, 10].find((factor) => factor * power >= raw * 0.999) * power;
  const digits = Math.max(0, -Math.floor(Math.log10(step) + 1e-9));
  const found = [];
  for (let i = Math.ceil(lo / step - 1e-9); i * step <= hi + 1e-9 * step; i++) {
    found.push({ value: i * step, label: text(i * step, digits) });
  }
  return found;
}

function text(value, digits) {
  if (value === 0) return "0";
  const size = Math.abs(value);
  if (size >= 1e5 || (size > 0 && size < 1e-4)) return signed(value.toExponential(0));
  return signed(value.toFixed(Math.min(digits, 5)).replace(/^-(0\.?0*)$/, "$1"));
}

/** Return the powers of ten (and 2, 5 where few) between the decimal logarithms lo and hi. */
export function logTicks(lo, hi, count) {
  const factors = hi - lo > count ? [1] : hi - lo > 1.4 ? [1, 3] : [1, 2, 5];
  const found = [];
  const every = Math.max(1, Math.ceil((hi - lo) / count));
  for (let power = Math.floor(lo); power <= hi; power++) {
    if (power % every) continue;
    for (const factor of factors) {
      const value = Math.log10(factor) + power;
      if (value >= lo && value <= hi) {
        found.push({ value, label: text(factor * 10 ** power, Math.max(0, -power)) });
      }
    }
  }
  return found;
}

/** Draw grid lines, ticks and the names of the axes around a plot. */
export function axes(context, theme, plot, { x, y, xName, yName, zero = true }) {
  context.lineWidth = 1;
  context.font = theme.tick;
  gridLines(context, theme, plot, x, y, zero);
  context.fillStyle = theme.soft;
  context.textAlign = "center";
  context.textBaseline = "alphabetic";
  const floor = plot.y + plot.h + 16 * theme.scale;
  const right = plot.x + plot.w - (xName ? name(context, theme, xName) + 8 : 0);
  const inside = yName && name(context, theme, yName) > plot.x - 6;
  const roof = yName && !inside ? plot.y + 20 * theme.scale : 0;
  context.font = theme.tick;
  context.fillStyle = theme.soft;
  for (const { value, label } of x) {
    const half = context.measureText(label).width / 2;
    const at = Math.min(plot.px(value), plot.x + plot.w + 4 - half);
    if (at + half <= right || !xName) context.fillText(label, at, floor);
  }
  context.textAlign = "right";
  context.textBaseline = "middle";
  for (const { value, label } of y) {
    const at = Math.min(plot.py(value), plot.y + plot.h - 4);
    if (at >= roof) context.fillText(label, plot.x - 6, at);
  }
  if (xName) name(context, theme, xName, plot.x + plot.w, floor);
  if (!yName) return;
  const end = inside ? plot.x + 6 + name(context, theme, yName) : plot.x - 6;
  name(context, theme, yName, end, plot.y + (inside ? 12 : 10) * theme.scale);
}

function gridLines(context, theme, plot, x, y, zero) {
  for (const { value } of x) {
    const at = Math.round(plot.px(value)) + 0.5;
    stroke(context, zero && value === 0 ? theme.axis : theme.line, at, plot.y, at, plot.y + plot.h);
  }
  for (const { value } of y) {
    const at = Math.round(plot.py(value)) + 0.5;
    stroke(context, zero && value === 0 ? theme.axis : theme.line, plot.x, at, plot.x + plot.w, at);
  }
}

/** Write the name of an axis, ending at x, z₁ as mathematics; returns its width. */
export function name(context, theme, words, x = null, y = 0) {
  const [, letter, digits] = /^([a-zA-Z])([₀-₉]*)$/.exec(words) ?? [];
  const index = [...(digits ?? "")].map((digit) => digit.charCodeAt(0) - 0x2080).join("");
  context.font = theme.small;
  const tail = index ? context.measureText(index).width + 1 : 0;
  context.font = letter ? theme.maths : theme.tick;
  const width = context.measureText(letter ?? words).width + tail;
  if (x === null) return width;
  context.fillStyle = letter ? theme.ink : theme.soft;
  context.textAlign = "left";
  context.textBaseline = "alphabetic";
  context.fillText(letter ?? words, x - width, y);
  context.font = theme.small;
  if (index) context.fillText(index, x - tail + 1, y + 3);
  return width;
}

/** Write above the upper left corner of a picture what its heights are. */
export function heights(context, theme, words, width) {
  context.font = theme.tick;
  context.fillStyle = theme.soft;
  context.textAlign = "left";
  context.textBaseline = "alphabetic";
  context.fillText(words, 0, 11 * theme.scale, width);
}

/** Return a margin that holds the widest label, in steps, so that the axis stands still. */
export function margin(context, theme, labels) {
  context.font = theme.tick;
  const widest = Math.max(0, ...labels.map(({ label }) => context.measureText(label).width));
  return Math.ceil((widest + 8) / 8) * 8;
}

/** Draw reference levels as dotted lines across a plot; `y` turns a value into what is drawn. */
export function levelLines(context, theme, plot, levels, y = (value) => value) {
  context.lineWidth = 1;
  context.setLineDash([1.5, 3]);
  for (const { value } of levels) {
    const at = Math.round(plot.py(y(value))) + 0.5;
    if (plot.has(plot.x, at)) stroke(context, theme.soft, plot.x, at, plot.x + plot.w, at);
  }
  context.setLineDash([]);
}
