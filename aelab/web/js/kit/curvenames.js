// The names of curves, written at their ends, so that none covers another or leaves the plot.

import { haloed } from "./canvas.js";

/** @import { Plot } from "./canvas.js" */
/** @import { Context, Theme } from "./types.d.ts" */

/** The name of a curve or of a reference level, and the value where it ends.
 * @typedef {object} Named
 * @property {string} label
 * @property {string} short
 * @property {number} value
 * @property {string} colour
 * @property {boolean} [level] */

/** A name, the pixel where its curve ends, and the pixel where it is written.
 * @typedef {{ text: string, y: number, at: number, colour: string }} PlacedName */

/** Write the names of curves and of reference levels.
 *
 * Curves are named inside the plot, or `outside` it, at the height where they end.
 * @type {(context: Context, theme: Theme, plot: Plot, what: { curves: Named[], levels: Named[],
 *   outside?: boolean }) => void} */
export function nameCurves(context, theme, plot, { curves, levels, outside = false }) {
  const gap = 15 * theme.scale;
  context.font = theme.bold;
  const ends = visible(context, plot, withRoom(curves, plot, gap));
  const lines = visible(context, plot, levels);
  for (const line of lines) line.at = line.y + 11;
  if (outside) for (const end of ends) end.at = end.y;
  else settle(ends, gap);
  const inside = outside ? lines : [...ends, ...lines];
  spread(inside, plot.y + 7, plot.y + plot.h - 6, gap);
  context.textBaseline = "middle";
  context.textAlign = "right";
  for (const name of inside) draw(context, theme, name, plot.x + plot.w - 3);
  if (!outside) return;
  spread(ends, plot.y + 4, plot.y + plot.h - 4, gap);
  context.textAlign = "left";
  for (const name of ends) draw(context, theme, name, plot.x + plot.w + 5);
}

/** @type {(context: Context, theme: Theme, name: PlacedName, x: number) => void} */
function draw(context, theme, { text, at, colour }, x) {
  context.font = text.length === 1 ? theme.maths : theme.bold;
  haloed(context, theme, text, x, at, colour);
}

/** Return the width of names beside a plot, in steps of 8 px, so that the plot stays in place.
 * @type {(context: Context, theme: Theme, labels: string[]) => number} */
export function outsideWidth(context, theme, labels) {
  context.font = theme.bold;
  const widest = Math.max(0, ...labels.map((label) => context.measureText(label).width));
  return Math.ceil((widest + 8) / 8) * 8;
}

/** Return the curves that are named: all, the first and the last, or none.
 * @type {(curves: Named[], plot: Plot, gap: number) => Named[]} */
function withRoom(curves, plot, gap) {
  if (curves.length <= Math.max(3, Math.min(8, plot.h / (2 * gap)))) return curves;
  const [first, last] = [curves[0], curves[curves.length - 1]];
  const apart = Math.abs(plot.py(first.value) - plot.py(last.value));
  return apart > 1.5 * gap ? [first, last] : [];
}

/** Return the `count` lines nearest to a height, the highest first.
 * @template T
 * @param {T[]} lines
 * @param {(line: T) => number} heightOf
 * @param {number} y
 * @param {number} count
 * @returns {T[]} */
export function closestLines(lines, heightOf, y, count) {
  const placed = lines.map((line) => ({ line, at: heightOf(line) }));
  const finite = placed.filter(({ at }) => Number.isFinite(at));
  finite.sort((a, b) => Math.abs(a.at - y) - Math.abs(b.at - y));
  return finite.slice(0, count).sort((a, b) => a.at - b.at).map(({ line }) => line);
}

/** Return the names of what ends on the plot, the short ones where it is narrow.
 * @type {(context: Context, plot: Plot, items: Named[]) => PlacedName[]} */
function visible(context, plot, items) {
  return items.flatMap(({ label, short, value, colour, level }) => {
    const y = plot.py(value);
    if (!Number.isFinite(y) || (level && (y < plot.y || y > plot.y + plot.h))) return [];
    const text = context.measureText(label).width < 0.7 * plot.w ? label : short;
    return [{ text, y, at: y, colour }];
  });
}

/** Put the topmost name, and each with room, above its curve, and the others below.
 * @type {(names: PlacedName[], gap: number) => void} */
function settle(names, gap) {
  names.sort((a, b) => a.y - b.y);
  names.forEach((name, i) => {
    const above = i === 0 || name.y - names[i - 1].y > 3 * gap;
    name.at = name.y + (above ? (name.text.length === 1 ? -14 : -12) : 11);
  });
}

/** Push names apart, downwards, then back up, inside [top, low].
 * @type {(names: PlacedName[], top: number, low: number, gap: number) => void} */
function spread(names, top, low, gap) {
  names.sort((a, b) => a.at - b.at);
  let floor = top;
  for (const name of names) {
    name.at = Math.max(name.at, floor);
    floor = name.at + gap;
  }
  let roof = low;
  for (const name of [...names].reverse()) {
    name.at = Math.min(name.at, roof);
    roof = name.at - gap;
  }
}
