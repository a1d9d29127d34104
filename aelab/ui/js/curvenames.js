// The names of curves, written at their ends: apart from each other, whole, inside the plot.

import { haloed } from "./kit.js";

/** Write the names of curves and of reference levels, given as {label, short, value, colour}. */
export function nameCurves(context, theme, plot, { curves, levels }) {
  const gap = 15 * theme.scale;
  context.font = theme.bold;
  const names = [...seen(context, plot, curves), ...seen(context, plot, levels)];
  settle(names.filter(({ level }) => !level), gap);
  for (const name of names) if (name.level) name.at = name.y + 11;
  spread(names, plot.y + 7, plot.y + plot.h - 6, gap);
  context.textAlign = "right";
  context.textBaseline = "middle";
  for (const { text, at, colour } of names) {
    context.font = text.length === 1 ? theme.maths : theme.bold;
    haloed(context, theme, text, plot.x + plot.w - 3, at, colour);
  }
}

/** Return the names whose height is on the plot, short where it is narrow. */
function seen(context, plot, items) {
  return items.flatMap(({ label, short, value, colour, level }) => {
    const y = plot.py(value);
    if (!Number.isFinite(y) || (level && (y < plot.y || y > plot.y + plot.h))) return [];
    const text = context.measureText(label).width < 0.7 * plot.w ? label : short;
    return [{ text, y, colour, level }];
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
