// Data in the plane, their reconstructions, and the decoded curve or grid.

import { axes, hint, Plot, ticks } from "./kit.js";
import { classColour, rgb } from "./palette.js";
import { byClass, pairs, Stamp } from "./points.js";
import { Pointer } from "./pointer.js";
import { View } from "./view.js";
import { element } from "./words.js";

export class Cloud {
  static wide = true;
  static row = "minmax(0, 1.3fr)";

  constructor(card) {
    this.card = card;
    this.lab = card.lab;
    this.view = new View({ equal: true });
    this.pointer = new Pointer(card.surface.canvas, this);
    this.stamp = new Stamp();
    this.key();
  }

  /** Say in the foot which mark is what. */
  key() {
    const item = (mark, text, symbol = "") => {
      const node = element("span", "item");
      const words = element("span", "", text);
      words.append(element("span", "maths", symbol));
      node.append(mark, words);
      return node;
    };
    const data = element("i", "dot pair");
    data.style.setProperty("--mark", classColour(0));
    data.style.setProperty("--other", classColour(1));
    this.decoded = item(element("i", "dash solid"), "");
    this.card.foot.append(
      item(data, "data ", "x"),
      item(element("i", "dot ink"), "reconstruction ", "x̂"),
      this.decoded,
    );
  }

  update(layout, get) {
    this.layout = layout;
    this.x = pairs(get("x"));
    this.labels = get("labels")?.data;
    this.xHat = pairs(get("x_hat"));
    this.curve = get("curve");
    this.grid = get("grid");
    const text = this.curve ? "decoded curve" : this.grid ? "decoded grid" : "";
    this.decoded.lastChild.textContent = text;
    this.decoded.style.display = text ? "" : "none";
    if (this.x) this.view.fix(range(this.x.data));
  }

  paint() {
    const { surface } = this.card;
    const { theme } = this.lab;
    const context = surface.begin();
    const [left, low] = [34 * theme.scale, 20 * theme.scale];
    const plot = new Plot(left, 2, surface.width - left - 2, surface.height - 2 - low);
    this.plot = plot.show(this.view.shown(plot));
    if (!this.x) return hint(context, theme, surface, this.lab.hint(this.card));
    const [x0, x1, y0, y1] = plot.box;
    const [xName, yName] = this.layout.names ?? this.layout.axes ?? ["x₁", "x₂"];
    axes(context, theme, plot, {
      x: ticks(x0, x1, plot.w / 64),
      y: ticks(y0, y1, plot.h / 40),
      xName: String(xName),
      yName: String(yName),
    });
    plot.clip(context, () => this.paintAll(context, plot, theme, surface.density));
    this.pointer.paint(context, theme);
  }

  paintAll(context, plot, theme, density) {
    const { hidden } = this.lab;
    const colour = byClass(this.labels, hidden);
    const k = theme.scale;
    this.stamp.begin(plot, density);
    this.stamp.points(plot, this.x, colour, { radius: 1.9 * k, alpha: theme.dark ? 0.6 : 0.5 });
    this.stamp.paint(context, plot);
    context.strokeStyle = theme.soft;
    context.lineWidth = this.grid ? 0.9 : 1.5;
    context.globalAlpha = this.grid ? 0.75 : 1;
    context.lineJoin = "round";
    this.paintGrid(context, plot);
    if (this.curve) polyline(context, plot, this.curve.data, 0, 1, this.curve.shape[0]);
    context.globalAlpha = 1;
    if (!this.xHat) return;
    const ink = rgb(theme.ink);
    this.stamp.begin(plot, density);
    const look = { radius: 1.3 * k, alpha: 0.55 };
    this.stamp.points(plot, this.xHat, (i) => colour(i) && ink, look);
    this.stamp.paint(context, plot);
  }

  paintGrid(context, plot) {
    if (!this.grid) return;
    const { data, shape } = this.grid;
    const [rows, columns] = shape;
    for (let r = 0; r < rows; r++) polyline(context, plot, data, r * columns, 1, columns);
    for (let c = 0; c < columns; c++) polyline(context, plot, data, c, columns, rows);
  }

  changed() {
    this.lab.request(this.card);
  }

  fit() {
    this.card.reset();
  }

  describe() {
    if (!this.x) return "Reconstructions, no picture yet";
    const decoded = this.curve ? ", the decoded curve" : this.grid ? ", the decoded grid" : "";
    return `Reconstructions: ${this.x.count} data points, their reconstructions${decoded}`;
  }
}

/** Draw points first, first + stride, … as one line, broken where they are not finite. */
function polyline(context, plot, data, first, stride, count) {
  context.beginPath();
  let down = false;
  for (let k = 0; k < count; k++) {
    const at = 2 * (first + k * stride);
    const [x, y] = [plot.px(data[at]), plot.py(data[at + 1])];
    if (!Number.isFinite(x + y)) down = false;
    else if (down) context.lineTo(x, y);
    else {
      context.moveTo(x, y);
      down = true;
    }
  }
  context.stroke();
}

/** Return the box of the data with a margin. */
function range(data) {
  const box = [Infinity, -Infinity, Infinity, -Infinity];
  for (let i = 0; i < data.length; i++) {
    if (!Number.isFinite(data[i])) continue;
    const at = (i % 2) * 2;
    box[at] = Math.min(box[at], data[i]);
    box[at + 1] = Math.max(box[at + 1], data[i]);
  }
  if (!box.every(Number.isFinite)) return null;
  const room = 0.08 * Math.max(box[1] - box[0], box[3] - box[2], 1e-6);
  return [box[0] - room, box[1] + room, box[2] - room, box[3] + room];
}
