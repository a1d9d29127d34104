// @ts-nocheck
// The names of curves, written at their ends: apart from each other, whole, inside the plot.

import { haloed } from "./canvas.js";

/** Write the names of curves and of reference levels, given as {label, short, value, colour}.
 *
 * Curves are named inside the plot, or `beside` it, at the height where they end. */
export function nameCurves(context, theme, plot, { curves, levels, beside = false }) {
  const gap = 15 * theme.scale;
  context.font = theme.bold;
  const ends = seen(context, plot, withRoom(curves, plot, gap));
  const lines = seen(context, plot, levels);
  for (const line of lines) line.at = line.y + 11;
  if (beside) for (const end of ends) end.at = end.y;
  else settle(ends, gap);
  const inside = beside ? lines : [...ends, ...lines];
  spread(inside, plot.y + 7, plot.y + plot.h - 6, gap);
  context.textBaseline = "middle";
  context.textAlign = "right";
  for (const name of inside) draw(context, theme, name, plot.x + plot.w - 3);
  if (!beside) return;
  spread(ends, plot.y + 4, plot.y + plot.h - 4, gap);
  context.textAlign = "left";
  for (const name of ends) draw(context, theme, name, plot.x + plot.w + 5);
}

function draw(context, theme, { text, at, colour }, x) {
  context.font = text.length === 1 ? theme.maths : theme.bold;
  haloed(context, theme, text, x, at, colour);
}

/** Return the room that names beside a plot need, in steps so that the plot stands still. */
export function besideWidth(context, theme, labels) {
  context.font = theme.bold;
  const widest = Math.max(0, ...labels.map((label) => context.measureText(label).width));
  return Math.ceil((widest + 8) / 8) * 8;
}

/** Return the curves that are named: all, or the first and the last, or none. */
function withRoom(curves, plot, gap) {
  if (curves.length <= Math.max(3, Math.min(8, plot.h / (2 * gap)))) return curves;
  const [first, last] = [curves[0], curves[curves.length - 1]];
  const apart = Math.abs(plot.py(first.value) - plot.py(last.value));
  return apart > 1.5 * gap ? [first, last] : [];
}

/** Return the few lines nearest to a height, the highest first. */
export function closestLines(lines, heightOf, y, count) {
  const placed = lines.map((line) => ({ line, at: heightOf(line) }));
  const finite = placed.filter(({ at }) => Number.isFinite(at));
  finite.sort((a, b) => Math.abs(a.at - y) - Math.abs(b.at - y));
  return finite.slice(0, count).sort((a, b) => a.at - b.at).map(({ line }) => line);
}

/** Return the names whose height is on the plot, short where it is narrow. */
function seen(context, plot, items) {
  return items.flatMap(({ label, short, value, colour, level }) => {
    const y = plot.py(value);
    if (!Number.isFinite(y) || (level && (y < plot.y || y > plot.y + plot.h))) return [];
    const text = context.measureText(label).width < 0.7 * plot.w ? label : short;
    return [{ text, y, colour }];
  });
}

/** Put the topmost name above its curve, and one with room above too; the others below. */
function settle(names, gap) {
  names.sort((a, b) => a.y - b.y);
  names.forEach((name, i) => {
    const above = i === 0 || name.y - names[i - 1].y > 3 * gap;
    name.at = name.y + (above ? (name.text.length === 1 ? -14 : -12) : 11);
  });
}

/** Push names apart, downwards, then back up, inside [top, low]. */
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
