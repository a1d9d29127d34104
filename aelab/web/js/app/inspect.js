// @ts-nocheck
// What a place of the latent space means: a sample and its reconstruction, or what decodes there.

import { intensities } from "../kit/intensity.js";
import { thumbnail } from "../kit/pixels.js";
import { classColour } from "../kit/palette.js";
import { number, point } from "../kit/text.js";

const ADVICE = "press Play to decode here";
const UNKNOWN = "–";

/** Fills the tip beside a pointer in a picture of the latent space. */
export class Inspector {
  constructor(lab) {
    this.lab = lab;
    this.on = false;
    this.advised = false; // the advice is given once
  }

  /** Show a sample: its class, what it is and what it becomes, its code. */
  sample(canvas, x, y, index, { label, rows }) {
    const { lab } = this;
    const head = { cells: [label.name], colour: classColour(label.index) };
    const show = (answer, old) => {
      const known = answer ?? this.watched(index);
      this.mark(known && !known.image ? known : null);
      lab.tip.show(canvas, x, y, [head, ...this.pair(known, old), ...rows]);
    };
    if (this.watched(index, true)) this.tell(index, show);
    else this.ask(index, { sample: index }, show);
  }

  /** Show what the pictures on the page have; nothing is to be asked. */
  tell(about, show) {
    this.lab.probe.quiet();
    Object.assign(this, { on: true, about, latest: null, again: show });
    show(null);
  }

  /** Show what decodes at a code; `rows` say where it is, `more` are rows above. */
  place(canvas, x, y, code, rows, more = []) {
    const { lab } = this;
    this.placed = true;
    const rounded = code.map((value) => Number(value.toPrecision(6)));
    this.ask("place", { code: rounded }, (answer) => {
      const found = answer ?? this.tile(code);
      this.mark(found && !found.image ? { xHat: found.xHat } : null);
      const advice = lab.channel || this.advised ? [] : [{ small: ADVICE }];
      const words = found?.rows ?? rows;
      lab.tip.show(canvas, x, y, [...more, ...this.decoded(found), ...words, ...advice]);
    });
  }

  /** Show at once what is known, and each answer when it comes. */
  ask(about, what, show) {
    const { probe } = this.lab;
    Object.assign(this, { on: true, again: null });
    const old = probe.ready ? this.latest : null;
    const fresh = old && this.about === about ? old : null;
    Object.assign(this, { about, latest: fresh ?? old });
    show(fresh, old);
    probe.ask(what, (answer) => {
      this.latest = answer;
      show(answer);
    });
  }

  /** Forget the place: the pointer has left. */
  leave() {
    if (!this.on) return;
    this.on = false;
    this.advised ||= Boolean(this.placed);
    this.latest = this.about = this.again = null;
    this.lab.probe.quiet();
    this.lab.tip.hide();
    this.mark(null);
  }

  /** The run has moved on: ask again for what is pointed at, or for a pinned sample not sent. */
  follow() {
    const { probe, picked, cards } = this.lab;
    if (this.again) return this.again(null);
    if (this.on) return probe.again();
    if (picked < 0 || this.watched(picked) || !probe.ready || !cards.has("cloud", "space")) return;
    probe.ask({ sample: picked }, ({ x, xHat }) => {
      this.lab.pinned = { index: picked, x, xHat };
      cards.repaint("cloud", "space");
    });
  }

  /** Mark {x, xHat} among the data. */
  mark(found) {
    const { lab } = this;
    if (!found && !lab.decoded) return;
    lab.decoded = found;
    lab.cards.repaint("cloud", "space");
  }

  /** Return the rows of a sample and its reconstruction; the last ones while these come. */
  pair(found, old) {
    const waiting = !found;
    const seen = found ?? (old?.image ? old : null);
    if (this.shape && (seen?.image || this.lab.probe.ready)) {
      const frame = (bytes, symbol) => ({ canvas: bytes && this.picture(bytes), symbol });
      return [{ images: [frame(seen?.x, "x"), frame(seen?.xHat, "x̂")], waiting }];
    }
    if (this.shape || !(found || this.lab.probe.ready)) return [];
    return [
      { cells: ["x", found?.x ? point(found.x) : UNKNOWN] },
      { cells: ["x̂", found ? point(found.xHat) : UNKNOWN] },
    ];
  }

  /** Return the rows of what decodes at a code. */
  decoded(found) {
    const { ready } = this.lab.probe;
    if (this.shape && (found || ready)) {
      const canvas = found && (found.canvas ?? this.picture(found.xHat));
      return [{ images: [{ canvas, symbol: "x̂" }], waiting: !found }];
    }
    if (!found && !ready) return [];
    return [{ cells: ["decoded x̂", found ? point(found.xHat) : UNKNOWN] }];
  }

  picture(bytes) {
    const [rows, columns] = this.shape;
    const fits = bytes.length === rows * columns;
    return fits ? thumbnail(bytes, this.shape, intensities(this.images, this.lab.theme)) : null;
  }

  /** The shape of a sample that is an image, as the views say it. */
  get shape() {
    return this.images?.shape ?? null;
  }

  /** The layout of a view that shows samples as images, or null. */
  get images() {
    const seen = ({ kind, shape }) => shape && (kind === "strip" || kind === "plane");
    return this.lab.store.views.find(seen) ?? null;
  }

  /** Return a sample as far as a picture has it, or null; where asked for, one on the page. */
  watched(index, seen = false) {
    const { store, cards } = this.lab;
    const pairs = ({ kind, output }) => !output && ["cloud", "space", "strip"].includes(kind);
    const view = store.views.find(pairs);
    const [x, xHat, rows] = ["x", "x_hat", "rows"].map(
      (name) => view && store.get(`${view.name}.${name}`),
    );
    if (!x || !xHat || (seen && !cards.shown.includes(view.name))) return null;
    const image = view.kind === "strip";
    const at = image ? (rows?.data.indexOf(index) ?? -1) : index;
    if (!(at >= 0 && at < Math.min(x.shape[0], xHat.shape[0]))) return null;
    const row = ({ data, shape }) => [...data.slice(at * shape[1], (at + 1) * shape[1])];
    return { image, x: row(x), xHat: row(xHat) };
  }

  /** Return the tile of the decoded plane nearest to a code, where there is no run to ask. */
  tile([a, b]) {
    const { store, theme, channel } = this.lab;
    const view = store.views.find(({ kind }) => kind === "plane");
    const images = view && store.get(`${view.name}.images`);
    const window = view && store.get(`${view.name}.window`)?.data;
    if (channel || !images || !window || b === undefined) return null;
    const [rows, columns] = view.grid;
    const [x0, x1, y0, y1] = window;
    const step = [(x1 - x0) / (columns - 1), (y1 - y0) / (rows - 1)];
    const [c, r] = [Math.round((a - x0) / step[0]), Math.round((y1 - b) / step[1])];
    if (!(c >= 0 && r >= 0 && c < columns && r < rows)) return null;
    const from = (r * columns + c) * view.shape[0] * view.shape[1];
    const at = `z₁ ${number(x0 + c * step[0], 3)}   z₂ ${number(y1 - r * step[1], 3)}`;
    const canvas = thumbnail(images.data, view.shape, intensities(view, theme), from);
    return { image: true, canvas, rows: [{ cells: [`nearest tile: ${at}`] }] };
  }
}
