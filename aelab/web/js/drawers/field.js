// Arrows over the plane of the data, from points to their reconstructions, and the prediction.

import { extent, DataPlane } from "../kit/dataplane.js";
import { byClass, nearest, pairs, Stamp } from "../kit/points.js";
import { element, fixed, item, number, point, write } from "../kit/text.js";

/** @import { Plot } from "../kit/canvas.js" */
/** @import { PlanePicture } from "../kit/dataplane.js" */
/** @import { FieldLayout } from "../kit/kinds.d.ts" */
/** @import { Card, Context, Drawer, Points, TipRow, Update } from "../kit/types.d.ts" */

const FACTORS = [0.01, 0.02, 0.05, 0.1, 0.2, 0.3, 0.5, 1, 2, 3, 5, 10, 20, 50]; // of all lengths
const HEAD = 3.4; // px, length of an arrow's head without the width of its line

/** @implements {Drawer<"field">} */
export class Field {
  /** @type {FieldLayout} */
  layout = {
    name: "", kind: "field", title: "Field", names: ["x₁", "x₂"], classes: [], theory: "",
  };
  /** @type {Points | null} */
  places = null;
  /** @type {Float32Array | null} */
  arrows = null;
  /** @type {Float32Array | null} */
  predicted = null;
  /** @type {Points | null} */
  x = null;
  /** @type {Uint8Array | null} */
  labels = null;
  /** @type {number | null} */
  factor = null; // of all lengths
  at = -1; // arrow under the pointer

  /** @param {Card} card */
  constructor(card) {
    this.card = card;
    this.lab = card.lab;
    this.flat = new DataPlane(card, this);
    this.view = this.flat.view;
    this.stamp = new Stamp();
    this.measured = item("arrow ink", "", "x̂ − x");
    this.theory = item("arrow warm", "theory");
    this.agreement = element("span", "item");
    this.scale = element("span", "item");
    card.foot.append(this.measured, this.theory, this.agreement, this.scale);
  }

  /** @type {Update<"field">} */
  update(layout, get) {
    this.layout = layout;
    this.places = pairs(get("at"));
    this.arrows = get("arrows")?.data ?? null;
    this.predicted = get("theory")?.data ?? null;
    this.x = pairs(get("x"));
    this.labels = get("labels")?.data ?? null;
    if (!this.places || !this.arrows) return;
    this.view.fix(extent(this.places.data, 0.04));
    this.factor = this.choose(this.places, this.arrows);
    this.writeKey(get("agreement")?.data[0]);
  }

  /** Return the common factor of all lengths with which neighbours do not overlap.
   * @type {(places: Points, arrows: Float32Array) => number} */
  choose(places, arrows) {
    const longest = length(arrows, 0.85);
    if (!(longest > 0)) return this.factor ?? 1;
    const room = (1.3 * spacing(places)) / longest;
    const { factor } = this;
    if (factor && factor <= 1.3 * room && (factor === 1 || 4 * factor > room)) return factor;
    if (room >= 1 && room < 4) return 1;
    return FACTORS.filter((f) => f <= room).pop() ?? FACTORS[0];
  }

  /** @type {(agreement: number | undefined) => void} */
  writeKey(agreement = NaN) {
    const measurable = Number.isFinite(agreement);
    this.theory.hidden = !this.predicted;
    write(this.theory.lastChild, this.layout.theory || "theory");
    this.theory.title = this.theory.textContent ?? "";
    this.agreement.hidden = !measurable;
    const words = agreement < -1 ? "below −1" : fixed(agreement, 2);
    if (measurable) write(this.agreement, `R² against theory ${words}`);
    write(this.scale, this.factor === 1 ? "true length" : `arrows ×${this.factor}`);
  }

  paint() {
    const { places, arrows, predicted } = this;
    const picture = this.flat.begin(places && arrows, { names: this.layout.names });
    if (!picture || !places || !arrows) return;
    const { context, plot, theme } = picture;
    plot.clip(context, () => {
      this.paintPoints(picture);
      if (predicted) this.paintArrows(context, plot, places, predicted, theme.warm, 3);
      this.paintArrows(context, plot, places, arrows, theme.ink, 1.1);
    });
    this.flat.end(context);
  }

  /** @type {(picture: PlanePicture) => void} */
  paintPoints({ context, plot, theme, density }) {
    if (!this.x) return;
    this.stamp.begin(plot, density);
    const look = { radius: 1.7 * theme.scale, alpha: theme.dark ? 0.4 : 0.3 };
    this.stamp.points(plot, this.x, byClass(this.labels, this.lab.hidden), look);
    this.stamp.paint(context, plot);
  }

  /** @type {(context: Context, plot: Plot, places: Points, arrows: Float32Array, colour: string,
   *   width: number) => void} */
  paintArrows(context, plot, { data, count }, arrows, colour, width) {
    const factor = this.factor ?? 1;
    context.strokeStyle = context.fillStyle = colour;
    context.lineCap = "round";
    for (let i = 0; i < count; i++) {
      const [x, y] = [plot.px(data[2 * i]), plot.py(data[2 * i + 1])];
      const dx = arrows[2 * i] * factor * plot.sx;
      const dy = -arrows[2 * i + 1] * factor * plot.sy;
      if (!Number.isFinite(x + y + dx + dy)) continue;
      context.lineWidth = i === this.at ? width + 1 : width;
      arrow(context, x, y, dx, dy);
    }
    context.lineCap = "butt";
  }

  /** @type {(x: number, y: number) => void} */
  hover(x, y) {
    const { places, arrows, predicted } = this;
    const { plot } = this.flat;
    if (!places || !arrows || !plot) return;
    const reach = 0.75 * spacing(places) * plot.sx;
    const i = nearest(plot, places, null, new Set(), x, y, Math.max(12, reach));
    if (i !== this.at) this.lab.request(this.card);
    this.at = i;
    if (i < 0) return this.lab.tip.hide();
    /** @type {(data: ArrayLike<number>) => string} */
    const pair = (data) => point([data[2 * i], data[2 * i + 1]]);
    const { theme } = this.lab;
    /** @type {TipRow[]} */
    const rows = [
      { cells: ["at", pair(places.data)] },
      { cells: ["x̂ − x", pair(arrows)], colour: theme.ink },
    ];
    if (predicted) {
      rows.push({ cells: [this.theory.title, pair(predicted)], colour: theme.warm });
    }
    const size = Math.hypot(arrows[2 * i], arrows[2 * i + 1]);
    rows.push({ cells: ["length", number(size, 3)] });
    this.lab.tip.show(this.card.surface.canvas, x, y, rows);
  }

  leave() {
    if (this.at >= 0) this.lab.request(this.card);
    this.at = -1;
    this.lab.tip.hide();
  }

  describe() {
    const { title } = this.layout;
    if (!this.places || !this.arrows) return `${title}, no picture yet`;
    const words = this.agreement.hidden ? "" : `, ${this.agreement.textContent}`;
    return `${title}: ${this.places.count} arrows from points to their reconstructions${words}`;
  }
}

/** Draw an arrow from (x, y); a very short one is a dot.
 * @type {(context: Context, x: number, y: number, dx: number, dy: number) => void} */
function arrow(context, x, y, dx, dy) {
  const size = Math.hypot(dx, dy);
  if (size < 1.5) {
    context.beginPath();
    context.arc(x, y, context.lineWidth * 0.7, 0, 2 * Math.PI);
    context.fill();
    return;
  }
  const head = Math.min(HEAD + context.lineWidth, 0.6 * size);
  const [ux, uy] = [dx / size, dy / size];
  const [bx, by] = [x + dx - head * ux, y + dy - head * uy];
  context.beginPath();
  context.moveTo(x, y);
  context.lineTo(bx, by);
  context.stroke();
  context.beginPath();
  context.moveTo(x + dx, y + dy);
  context.lineTo(bx - 0.55 * head * uy, by + 0.55 * head * ux);
  context.lineTo(bx + 0.55 * head * uy, by - 0.55 * head * ux);
  context.fill();
}

/** Return the length below which this share of the vectors lies.
 * @type {(arrows: Float32Array, share: number) => number} */
function length(arrows, share) {
  const sizes = [];
  for (let i = 0; i < arrows.length; i += 2) {
    const size = Math.hypot(arrows[i], arrows[i + 1]);
    if (Number.isFinite(size)) sizes.push(size);
  }
  return Float32Array.from(sizes).sort()[Math.floor(share * (sizes.length - 1))] ?? 0;
}

/** Return the distance of neighbours on a grid of points: the smallest step along x.
 * @type {(points: Points) => number} */
function spacing({ data, count }) {
  const sorted = Float32Array.from({ length: count }, (_, i) => data[2 * i]).sort();
  const least = 1e-4 * (sorted[count - 1] - sorted[0]);
  let smallest = sorted[count - 1] - sorted[0];
  for (let i = 1; i < count; i++) {
    const step = sorted[i] - sorted[i - 1];
    if (step > least && step < smallest) smallest = step;
  }
  return smallest;
}
