// The axes of bars: values on the left, shares on the right, categories or a range below.

import { name, ticks } from "./axes.js";
import { stroke } from "./canvas.js";

/** @import { Plot } from "./canvas.js" */
/** @import { BarsLayout } from "./kinds.d.ts" */
/** @import { Card, Context, Theme, Tick } from "./types.d.ts" */

const FEW = 8; // categories of which none is to be hidden
const APART = 30; // px between the names of categories

/** What the axes are of.
 * @typedef {object} BarPicture
 * @property {BarsLayout} layout
 * @property {ArrayLike<number>} values
 * @property {ArrayLike<number> | null} line
 * @property {ArrayLike<number> | null} range of a histogram
 * @property {Tick[]} yTicks
 * @property {Card} card */

/** @typedef {{ x: number, label: string }} Category */

/** Draw the axes of bars.
 * @type {(context: Context, theme: Theme, plot: Plot, bars: BarPicture) => void} */
export function barAxes(context, theme, plot, bars) {
  const { unit = "", line_unit: lineUnit = "" } = bars.layout;
  const { width } = bars.card.surface;
  context.lineWidth = 1;
  context.font = theme.tick;
  context.fillStyle = theme.soft;
  context.textAlign = "right";
  context.textBaseline = "middle";
  for (const { value, label } of bars.yTicks) {
    const at = Math.round(plot.py(value)) + 0.5;
    stroke(context, value === 0 ? theme.axis : theme.line, plot.x, at, plot.x + plot.w, at);
    context.fillText(label, plot.x - 6, Math.min(at, plot.y + plot.h - 4));
  }
  context.textAlign = "left";
  context.textBaseline = "alphabetic";
  context.fillText(unit, 0, 11 * theme.scale, width);
  if (bars.line) {
    const room = width - context.measureText(unit).width - 12;
    rightAxis(context, theme, plot, lineUnit, width, room);
  }
  categories(context, theme, plot, labels(plot, theme, bars), bars.layout.xname ?? "");
}

/** Return the pixel of a share of the line: 1 is at the height of the largest value.
 * @type {(plot: Plot, share: number) => number} */
export function lineHeight(plot, share) {
  return plot.y + plot.h - (share * plot.h) / 1.1;
}

/** Draw the second axis, from 0 to 1, and its name where that fits.
 * @type {(context: Context, theme: Theme, plot: Plot, words: string, width: number,
 *   room: number) => void} */
function rightAxis(context, theme, plot, words, width, room) {
  context.textBaseline = "middle";
  for (const share of [0, 0.5, 1]) {
    const y = Math.min(lineHeight(plot, share), plot.y + plot.h - 4);
    context.fillText(String(share), plot.x + plot.w + 6, y);
  }
  context.textBaseline = "alphabetic";
  context.textAlign = "right";
  context.fillStyle = theme.ink;
  if (context.measureText(words).width <= room) context.fillText(words, width, 11 * theme.scale);
}

/** Write the names of the bars, fewer where there is no room for all.
 * @type {(context: Context, theme: Theme, plot: Plot, all: Category[], words: string) => void} */
function categories(context, theme, plot, all, words) {
  const floor = plot.y + plot.h + 16 * theme.scale;
  const right = plot.x + plot.w - nameBelow(context, theme, plot, floor, all, words);
  context.font = theme.tick;
  context.fillStyle = theme.soft;
  context.textAlign = "center";
  context.textBaseline = "alphabetic";
  let last = -Infinity;
  for (const { x, label } of all) {
    const half = context.measureText(label).width / 2;
    const at = Math.max(x, half);
    if (at - half < last + 8 || at + half > right) continue;
    context.fillText(label, at, floor);
    last = at + half;
  }
}

/** Write the name of the axis, unless it hides one of few categories; return its width.
 * @type {(context: Context, theme: Theme, plot: Plot, floor: number, all: Category[],
 *   words: string) => number} */
function nameBelow(context, theme, plot, floor, all, words) {
  if (!words) return 0;
  const width = name(context, theme, words) + 8;
  context.font = theme.tick;
  const end = plot.x + plot.w - width;
  /** @type {(category: Category) => boolean} */
  const hidden = ({ x, label }) => x + context.measureText(label).width / 2 > end;
  if (all.length <= FEW && all.some(hidden)) return 0;
  return name(context, theme, words, plot.x + plot.w, floor) + 8;
}

/** Return round values of a histogram's range, or the names of categories, as [{x, label}].
 * @type {(plot: Plot, theme: Theme, bars: BarPicture) => Category[]} */
function labels(plot, theme, { layout, values, range }) {
  if (range) {
    const scale = values.length / (range[1] - range[0]);
    const [lo, hi] = [range[0] + plot.box[0] / scale, range[0] + plot.box[1] / scale];
    return ticks(lo, hi, plot.w / (52 * theme.scale)).map(({ value, label }) => ({
      x: plot.px((value - range[0]) * scale),
      label,
    }));
  }
  const all = (layout.names ?? []).map((label, i) => ({ x: plot.px(i + 0.5), label }));
  const seen = all.filter(({ x }) => x >= plot.x && x <= plot.x + plot.w);
  const crowd = (seen.length * APART) / plot.w;
  const every = [1, 2, 5, 10, 20, 50, 100].find((n) => crowd < n) ?? 200;
  const written = all.filter((_, i) =>
    every > 2 ? i === 0 || (i + 1) % every === 0 : i % every === 0,
  );
  return written.filter(({ x }) => x >= plot.x && x <= plot.x + plot.w);
}
