// @ts-nocheck
// Weights as images: one tile each, orange positive, blue negative, paper zero.

import { ColourBar, intensities, logarithmic } from "../kit/intensity.js";
import { Sheet } from "../kit/pixels.js";
import { element, number, write } from "../kit/text.js";

const GAP = 4; // px between tiles
const NAMED = 46; // px from which on a tile has its name below it

export class Tiles {
  constructor(card) {
    this.card = card;
    this.lab = card.lab;
    this.at = -1;
    const { canvas } = card.surface;
    canvas.addEventListener("pointermove", (event) => this.over(event));
    canvas.addEventListener("pointerleave", () => this.point(-1));
    this.scale = element("span", "item");
    this.ends = [element("span"), element("span")];
    this.scale.append(this.ends[0], element("i", "diverging"), this.ends[1]);
    card.foot.append(this.scale);
    this.bar = new ColourBar(card.foot);
  }

  update(layout, get) {
    this.layout = layout;
    this.size = `max |${layout.symbol ?? "w"}|`;
    write(this.ends[0], `−${this.size}`);
    write(this.ends[1], `+${this.size}`);
    this.tiles = get("tiles");
    this.scales = get("scales")?.data;
    this.scale.hidden = logarithmic(layout);
    this.bar.update(layout, this.lab.theme);
    this.composed = null;
  }

  /** Choose so many columns that the tiles are large, named if can be, and fill their rows. */
  place(surface, theme, count, [h, w]) {
    let best = { worth: 0 };
    for (let columns = 1; columns <= count; columns++) {
      const rows = Math.ceil(count / columns);
      const across = (surface.width - 2 - GAP * (columns - 1)) / columns / w; // with the frame
      const room = (surface.height - 2 - GAP * (rows - 1)) / rows;
      const words = Math.min(across * w, room) >= NAMED ? 17 * theme.scale : 0;
      const size = Math.min(across, (room - words) / h);
      const empty = 1 - count / (columns * rows);
      const worth = size * (words ? 1.2 : 1) * (1 - 0.4 * empty);
      if (worth > best.worth) best = { worth, size, columns, rows, words };
    }
    const { size, columns, rows, words } = best;
    const [tw, th] = [size * w, size * h];
    const [stepX, stepY] = [tw + GAP, th + GAP + words];
    const left = (surface.width - columns * stepX + GAP) / 2;
    const top = (surface.height - rows * stepY + GAP) / 2;
    return { size, columns, rows, words, tw, th, stepX, stepY, left, top };
  }

  paint() {
    const picture = this.card.begin(this.tiles);
    if (!picture) return;
    const { context, surface, theme } = picture;
    const count = this.tiles.shape[0];
    const at = this.place(surface, theme, count, this.layout.shape);
    this.grid = at;
    const factor = Math.ceil(at.size * surface.density); // enlarged sharply, then fitted
    const sheet = this.compose(theme, count, at, factor);
    const [w, h] = [sheet.width / at.columns, sheet.height / at.rows];
    const e = factor > 1 ? 0.5 : 0; // so that nothing of the neighbour is seen
    context.imageSmoothingEnabled = true;
    for (let i = 0; i < count; i++) {
      const [c, r] = [i % at.columns, Math.floor(i / at.columns)];
      const [x, y] = [at.left + c * at.stepX, at.top + r * at.stepY];
      context.drawImage(sheet, c * w + e, r * h + e, w - 2 * e, h - 2 * e, x, y, at.tw, at.th);
      this.frame(context, theme, at, i, x, y);
    }
  }

  compose(theme, count, { columns, rows }, factor) {
    const key = [theme.card, theme.warm, columns, factor].join();
    if (this.composed === key) return this.picture;
    this.composed = key;
    const { shape } = this.layout;
    if (!this.sheet?.fits(columns, rows, shape)) this.sheet = new Sheet(columns, rows, shape);
    const colours = logarithmic(this.layout) ? intensities(this.layout, theme) : signed(theme);
    for (let i = 0; i < count; i++) {
      const from = i * shape[0] * shape[1];
      this.sheet.tile(i % columns, Math.floor(i / columns), this.tiles.data, from, colours);
    }
    return (this.picture = this.sheet.finish(factor));
  }

  /** Draw the hairline around a tile, and its name where there is room. */
  frame(context, theme, { tw, th, words }, i, x, y) {
    context.lineWidth = i === this.at ? 1.5 : 1;
    context.strokeStyle = i === this.at ? theme.ink : theme.line;
    context.strokeRect(x - 0.5, y - 0.5, tw + 1, th + 1);
    if (!words) return;
    context.font = theme.tick;
    context.fillStyle = theme.soft;
    context.textAlign = "center";
    context.textBaseline = "alphabetic";
    context.fillText(this.name(i), x + tw / 2, y + th + 13 * theme.scale, tw);
  }

  name(i) {
    return this.layout.names?.[i] ?? String(i + 1);
  }

  over(event) {
    const box = this.card.surface.canvas.getBoundingClientRect();
    const [x, y] = [event.clientX - box.left, event.clientY - box.top];
    const { grid } = this;
    if (!grid || !this.tiles) return;
    const c = Math.floor((x - grid.left) / grid.stepX);
    const r = Math.floor((y - grid.top) / grid.stepY);
    const i = r * grid.columns + c;
    const inside = c >= 0 && r >= 0 && c < grid.columns && i < this.tiles.shape[0];
    this.point(inside ? i : -1);
    if (!inside) return;
    const rows = [{ cells: [this.name(i)] }];
    if (this.scales) rows.push({ cells: [this.size, number(this.scales[i])] });
    this.lab.tip.show(this.card.surface.canvas, x, y, rows);
  }

  point(i) {
    if (this.at === i) return;
    this.at = i;
    if (i < 0) this.lab.tip.hide();
    this.lab.request(this.card);
  }

  describe() {
    const title = this.layout?.title ?? "Weights";
    if (!this.tiles) return `${title}, no picture yet`;
    const [h, w] = this.layout.shape;
    return (
      `${title}: ${this.tiles.shape[0]} images of ${h} by ${w} weights, ` +
      "orange positive, blue negative"
    );
  }
}

/** Return 256 colours of signed bytes: 128 is zero. */
function signed(theme) {
  return Uint32Array.from({ length: 256 }, (_, byte) => {
    const value = Math.max(-255, Math.min(255, Math.round(((byte - 128) * 255) / 127)));
    return theme.residual[255 + value];
  });
}
