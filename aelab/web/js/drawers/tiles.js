// Weights as images, one tile each: orange is positive, blue negative, paper zero.

import { Sheet } from "../kit/pixels.js";
import { element, number, write } from "../kit/text.js";

/** @import { Surface } from "../kit/canvas.js" */
/** @import { TilesLayout } from "../kit/kinds.d.ts" */
/** @import { Card, Context, Drawer, Part, Theme, TipRow, Update } from "../kit/types.d.ts" */

const GAP = 4; // px between tiles
const NAMED = 46; // px from which on a tile has its name below it

/** Where the tiles are: their `size` (px of a weight), width `tw`, height `th`, room for `words`.
 * @typedef {Record<"size" | "columns" | "rows" | "words" | "tw" | "th" | "stepX" | "stepY" |
 *   "left" | "top", number>} TileGrid */

/** @implements {Drawer<"tiles">} */
export class Tiles {
  /** @type {TilesLayout} */
  layout = { name: "", kind: "tiles", title: "Weights", shape: [0, 0], names: [] };
  /** @type {Part<Uint8Array> | null} */
  tiles = null;
  /** @type {Float32Array | null} */
  scales = null;
  size = ""; // name of the largest weight
  /** @type {TileGrid | null} */
  grid = null;
  /** @type {Sheet | null} */
  sheet = null;
  /** @type {{ key: string, picture: OffscreenCanvas } | null} */
  composed = null;
  at = -1; // tile under the pointer

  /** @param {Card} card */
  constructor(card) {
    this.card = card;
    this.lab = card.lab;
    const { canvas } = card.surface;
    canvas.addEventListener("pointermove", (event) => this.over(event));
    canvas.addEventListener("pointerleave", () => this.point(-1));
    this.scale = element("span", "item");
    this.ends = [element("span"), element("span")];
    this.scale.append(this.ends[0], element("i", "diverging"), this.ends[1]);
    card.foot.append(this.scale);
  }

  /** @type {Update<"tiles">} */
  update(layout, get) {
    this.layout = layout;
    this.size = `max |${layout.symbol ?? "w"}|`;
    write(this.ends[0], `−${this.size}`);
    write(this.ends[1], `+${this.size}`);
    this.tiles = get("tiles");
    this.scales = get("scales")?.data ?? null;
    this.composed = null;
  }

  /** Choose the number of columns so that tiles are large, have names, and fill their rows.
   * @type {(surface: Surface, theme: Theme, count: number, shape: number[]) => TileGrid | null} */
  place(surface, theme, count, [h, w]) {
    let best = null;
    for (let columns = 1; columns <= count; columns++) {
      const rows = Math.ceil(count / columns);
      const across = (surface.width - 2 - GAP * (columns - 1)) / columns / w; // with the frame
      const room = (surface.height - 2 - GAP * (rows - 1)) / rows;
      const words = Math.min(across * w, room) >= NAMED ? 17 * theme.scale : 0;
      const size = Math.min(across, (room - words) / h);
      const empty = 1 - count / (columns * rows);
      const worth = size * (words ? 1.2 : 1) * (1 - 0.4 * empty);
      if (worth > (best?.worth ?? 0)) best = { worth, size, columns, rows, words };
    }
    if (!best) return null;
    const { size, columns, rows, words } = best;
    const [tw, th] = [size * w, size * h];
    const [stepX, stepY] = [tw + GAP, th + GAP + words];
    const left = (surface.width - columns * stepX + GAP) / 2;
    const top = (surface.height - rows * stepY + GAP) / 2;
    return { size, columns, rows, words, tw, th, stepX, stepY, left, top };
  }

  paint() {
    const { tiles } = this;
    const picture = this.card.begin(tiles);
    if (!picture || !tiles) return;
    const { context, surface, theme } = picture;
    const count = tiles.shape[0];
    const at = this.place(surface, theme, count, this.layout.shape);
    this.grid = at;
    if (!at) return;
    const factor = Math.ceil(at.size * surface.density); // enlarged sharply, then fitted
    const sheet = this.compose(theme, tiles, at, factor);
    const [w, h] = [sheet.width / at.columns, sheet.height / at.rows];
    const e = factor > 1 ? 0.5 : 0; // so that no neighbour shows at the edge
    context.imageSmoothingEnabled = true;
    for (let i = 0; i < count; i++) {
      const [c, r] = [i % at.columns, Math.floor(i / at.columns)];
      const [x, y] = [at.left + c * at.stepX, at.top + r * at.stepY];
      context.drawImage(sheet, c * w + e, r * h + e, w - 2 * e, h - 2 * e, x, y, at.tw, at.th);
      this.frame(context, theme, at, i, x, y);
    }
  }

  /** @type {(theme: Theme, tiles: Part<Uint8Array>, grid: TileGrid, factor: number)
   *   => OffscreenCanvas} */
  compose(theme, { data, shape: [count] }, { columns, rows }, factor) {
    const key = [theme.card, theme.warm, columns, factor].join();
    if (this.composed?.key === key) return this.composed.picture;
    const { shape } = this.layout;
    if (!this.sheet?.fits(columns, rows, shape)) this.sheet = new Sheet(columns, rows, shape);
    const colours = signed(theme);
    for (let i = 0; i < count; i++) {
      const from = i * shape[0] * shape[1];
      this.sheet.tile(i % columns, Math.floor(i / columns), data, from, colours);
    }
    const picture = this.sheet.finish(factor);
    this.composed = { key, picture };
    return picture;
  }

  /** Draw the frame of a tile, and its name where there is room.
   * @type {(context: Context, theme: Theme, grid: TileGrid, i: number, x: number,
   *   y: number) => void} */
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

  /** @type {(i: number) => string} */
  name(i) {
    return this.layout.names[i] ?? String(i + 1);
  }

  /** @type {(event: PointerEvent) => void} */
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
    /** @type {TipRow[]} */
    const rows = [{ cells: [this.name(i)] }];
    if (this.scales) rows.push({ cells: [this.size, number(this.scales[i])] });
    this.lab.tip.show(this.card.surface.canvas, x, y, rows);
  }

  /** @type {(i: number) => void} */
  point(i) {
    if (this.at === i) return;
    this.at = i;
    if (i < 0) this.lab.tip.hide();
    this.lab.request(this.card);
  }

  describe() {
    const { title } = this.layout;
    if (!this.tiles) return `${title}, no picture yet`;
    const [h, w] = this.layout.shape;
    return (
      `${title}: ${this.tiles.shape[0]} images of ${h} by ${w} weights, ` +
      "orange positive, blue negative"
    );
  }
}

/** Return 256 colours of signed bytes: 128 is zero.
 * @type {(theme: Theme) => Uint32Array} */
function signed(theme) {
  return Uint32Array.from({ length: 256 }, (_, byte) => {
    const value = Math.max(-255, Math.min(255, Math.round(((byte - 128) * 255) / 127)));
    return theme.residual[255 + value];
  });
}
