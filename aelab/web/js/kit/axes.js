// Axes: round ticks, grid lines, names, margins for labels, reference lines.

import { stroke } from "./canvas.js";
import { signed } from "./text.js";

/** @import { Plot } from "./canvas.js" */
/** @import { Context, Theme, Tick } from "./types.d.ts" */

/** Return about `count` round values between lo and hi as [{value, label}].
 * @type {(lo: number, hi: number, count: number) => Tick[]} */
export function ticks(lo, hi, count) {
  const raw = (hi - lo) / Math.max(1, count);
  if (!(raw > 0) || !Number.isFinite(raw)) return [];
  const power = 10 ** Math.floor(Math.log10(raw));
  const step = ([1, 2, 5].find((factor) => factor * power >= raw * 0.999) ?? 10) * power;
  const digits = Math.max(0, -Math.floor(Math.log10(step) + 1e-9));
  const result = [];
  for (let i = Math.ceil(lo / step - 1e-9); i * step <= hi + 1e-9 * step; i++) {
    result.push({ value: i * step, label: text(i * step, digits) });
  }
  return result;
}

/** @type {(value: number, digits: number) => string} */
function text(value, digits) {
  if (value === 0) return "0";
  const size = Math.abs(value);
  if (size >= 1e5 || (size > 0 && size < 1e-4)) return signed(value.toExponential(0));
  return signed(value.toFixed(Math.min(digits, 5)).replace(/^-(0\.?0*)$/, "$1"));
}

/** Return ticks at powers of ten, and at 2 and 5 times them where there is room, between the
 * decimal logarithms lo and hi.
 * @type {(lo: number, hi: number, count: number) => Tick[]} */
export function logTicks(lo, hi, count) {
  const factors = hi - lo > count ? [1] : hi - lo > 1.4 ? [1, 3] : [1, 2, 5];
  const result = [];
  const every = Math.max(1, Math.ceil((hi - lo) / count));
  for (let power = Math.floor(lo); power <= hi; power++) {
    if (power % every) continue;
    for (const factor of factors) {
      const value = Math.log10(factor) + power;
      if (value >= lo && value <= hi) {
        result.push({ value, label: text(factor * 10 ** power, Math.max(0, -power)) });
      }
    }
  }
  return result;
}

/** Draw grid lines, ticks and the names of the axes around a plot.
 * @type {(context: Context, theme: Theme, plot: Plot, what: { x: Tick[], y: Tick[],
 *   xName?: string, yName?: string, zero?: boolean }) => void} */
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

/** @type {(context: Context, theme: Theme, plot: Plot, x: Tick[], y: Tick[],
 *   zero: boolean) => void} */
function gridLines(context, theme, plot, x, y, zero) {
  for (const { value } of x) {
    const at = Math.round(plot.px(value)) + 0.5;
    const colour = zero && value === 0 ? theme.axis : theme.line;
    stroke(context, colour, at, plot.y, at, plot.y + plot.h);
  }
  for (const { value } of y) {
    const at = Math.round(plot.py(value)) + 0.5;
    const colour = zero && value === 0 ? theme.axis : theme.line;
    stroke(context, colour, plot.x, at, plot.x + plot.w, at);
  }
}

/** Write the name of an axis, z₁ as mathematics, so that it ends at x; return its width.
 *
 * Without an x it is only measured.
 * @type {(context: Context, theme: Theme, words: string, x?: number | null, y?: number)
 *   => number} */
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

/** Write the name of the vertical axis above the upper left corner of a picture.
 * @type {(context: Context, theme: Theme, words: string, width: number) => void} */
export function heights(context, theme, words, width) {
  context.font = theme.tick;
  context.fillStyle = theme.soft;
  context.textAlign = "left";
  context.textBaseline = "alphabetic";
  context.fillText(words, 0, 11 * theme.scale, width);
}

/** Return a margin for the widest label, in steps of 8 px, so that the axis stays in place.
 * @type {(context: Context, theme: Theme, labels: Tick[]) => number} */
export function margin(context, theme, labels) {
  context.font = theme.tick;
  const widest = Math.max(0, ...labels.map(({ label }) => context.measureText(label).width));
  return Math.ceil((widest + 8) / 8) * 8;
}

/** @type {(value: number) => number} */
function identity(value) {
  return value;
}

/** Draw reference levels as dotted lines across a plot; `y` maps a value to the vertical scale.
 * @type {(context: Context, theme: Theme, plot: Plot, levels: { value: number }[],
 *   y?: (value: number) => number) => void} */
export function levelLines(context, theme, plot, levels, y = identity) {
  context.lineWidth = 1;
  context.setLineDash([1.5, 3]);
  for (const { value } of levels) {
    const at = Math.round(plot.py(y(value))) + 0.5;
    if (plot.has(plot.x, at)) stroke(context, theme.soft, plot.x, at, plot.x + plot.w, at);
  }
  context.setLineDash([]);
}
