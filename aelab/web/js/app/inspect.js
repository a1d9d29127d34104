// What a place of the latent space means: a sample and its reconstruction, or what decodes there.

import { intensities } from "../kit/intensity.js";
import { thumbnail } from "../kit/pixels.js";
import { classColour } from "../kit/palette.js";
import { number, point } from "../kit/text.js";

/** @import { Inspecting, Layout, Pair, Question, TipRow, Whole } from "./types.d.ts" */
/** @import { Lab } from "./live.js" */
/** @import { Decoded } from "./probe.js" */

/** What is shown: an answer of the run, or what a picture of the page has.
 *
 * @typedef {object} Seen
 * @property {boolean} image
 * @property {ArrayLike<number> | null} [x]
 * @property {ArrayLike<number> | null} [xHat]
 * @property {HTMLCanvasElement} [canvas] the reconstruction, already drawn
 * @property {TipRow[]} [rows] rows that say what it is */

/** @typedef {(answer: Decoded | null, last?: Decoded | null) => void} Show */

const ADVICE = "press Play to decode here";
const UNKNOWN = "–";

/** Fills the tip beside a pointer in a picture of the latent space. @implements {Inspecting} */
export class Inspector {
  #on = false; // something is shown
  #placed = false; // a code has been pointed at
  #advised = false; // the advice is given once
  /** @type {number | "place" | null} What is shown: the index of a sample, or a code. */
  #about = null;
  /** @type {Decoded | null} The last answer. */
  #latest = null;
  /** @type {Show | null} Shows the same again, where nothing has to be asked. */
  #again = null;

  /** @param {Lab} lab */
  constructor(lab) {
    this.lab = lab;
  }

  /** Show a sample: its class, the sample and its reconstruction, its code.
   *
   * @type {Inspecting["sample"]} */
  sample(canvas, x, y, index, { label, rows }) {
    const { lab } = this;
    const head = { cells: [label.name], colour: classColour(label.index) };
    /** @type {Show} */
    const show = (answer, last) => {
      const seen = answer ?? this.watched(index);
      this.mark(seen && !seen.image ? seen : null);
      lab.tip.show(canvas, x, y, [head, ...this.pair(seen, last), ...rows]);
    };
    if (this.watched(index, true)) this.tell(index, show);
    else this.ask(index, { sample: index }, show);
  }

  /** Show what the pictures on the page have; nothing is to be asked.
   *
   * @param {number} about
   * @param {Show} show */
  tell(about, show) {
    this.lab.probe.quiet();
    this.#on = true;
    this.#about = about;
    this.#latest = null;
    this.#again = show;
    show(null);
  }

  /** Show what decodes at a code; `rows` say where it is, and rows stand `above`.
   *
   * @type {Inspecting["place"]} */
  place(canvas, x, y, code, rows, above = []) {
    const { lab } = this;
    this.#placed = true;
    const rounded = code.map((value) => Number(value.toPrecision(6)));
    this.ask("place", { code: rounded }, (answer) => {
      /** @type {Seen | null} */
      const seen = answer ?? this.tile(code);
      this.mark(seen && !seen.image ? { xHat: seen.xHat ?? null } : null);
      const advice = lab.live || this.#advised ? [] : [{ small: ADVICE }];
      const words = seen?.rows ?? rows;
      lab.tip.show(canvas, x, y, [...above, ...this.decoded(seen), ...words, ...advice]);
    });
  }

  /** Show at once what has come, and each answer when it comes.
   *
   * @param {number | "place"} about
   * @param {Question} what
   * @param {Show} show */
  ask(about, what, show) {
    const { probe } = this.lab;
    this.#on = true;
    this.#again = null;
    const last = probe.ready ? this.#latest : null;
    const fresh = last && this.#about === about ? last : null;
    this.#about = about;
    this.#latest = last;
    show(fresh, last);
    probe.ask(what, (answer) => {
      this.#latest = answer;
      show(answer);
    });
  }

  /** Forget the place: the pointer has left. */
  leave() {
    if (!this.#on) return;
    this.#on = false;
    this.#advised ||= this.#placed;
    this.#latest = this.#about = this.#again = null;
    this.lab.probe.quiet();
    this.lab.tip.hide();
    this.mark(null);
  }

  /** The run has moved on: ask again for what is pointed at, or for a pinned sample not sent. */
  follow() {
    const { probe, picked, cards, page } = this.lab;
    if (this.#again) return this.#again(null);
    if (this.#on) return probe.again();
    if (picked < 0 || this.watched(picked) || !probe.ready || !cards.has("cloud", "space")) return;
    probe.ask({ sample: picked }, ({ x, xHat }) => {
      page.pin({ index: picked, x, xHat });
      cards.repaint("cloud", "space");
    });
  }

  /** Mark a sample and its reconstruction among the data. @param {Pair | null} pair */
  mark(pair) {
    const { lab } = this;
    if (!pair && !lab.decoded) return;
    lab.page.decode(pair);
    lab.cards.repaint("cloud", "space");
  }

  /** Return the rows of a sample and its reconstruction; the last ones while these come.
   *
   * @param {Seen | null} seen
   * @param {Decoded | null} [last]
   * @returns {TipRow[]} */
  pair(seen, last) {
    const shown = seen ?? (last?.image ? last : null);
    if (this.shape && (shown?.image || this.lab.probe.ready)) {
      const x = { canvas: this.picture(shown?.x), symbol: "x" };
      const xHat = { canvas: this.picture(shown?.xHat), symbol: "x̂" };
      return [{ images: [x, xHat], waiting: !seen }];
    }
    if (this.shape || !(seen || this.lab.probe.ready)) return [];
    return [
      { cells: ["x", seen?.x ? point(seen.x) : UNKNOWN] },
      { cells: ["x̂", seen?.xHat ? point(seen.xHat) : UNKNOWN] },
    ];
  }

  /** Return the rows of what decodes at a code. @param {Seen | null} seen @returns {TipRow[]} */
  decoded(seen) {
    const { ready } = this.lab.probe;
    if (this.shape && (seen || ready)) {
      const canvas = seen?.canvas ?? this.picture(seen?.xHat);
      return [{ images: [{ canvas, symbol: "x̂" }], waiting: !seen }];
    }
    if (!seen && !ready) return [];
    return [{ cells: ["decoded x̂", seen?.xHat ? point(seen.xHat) : UNKNOWN] }];
  }

  /** Return an image as a canvas, null where it has not come or has another size.
   *
   * @param {ArrayLike<number> | null} [bytes]
   * @returns {HTMLCanvasElement | null} */
  picture(bytes) {
    const { images, shape } = this;
    if (!images || !shape || bytes?.length !== shape[0] * shape[1]) return null;
    return thumbnail(bytes, shape, intensities(images, this.lab.theme));
  }

  /** The shape of a sample that is an image, as the views say it. */
  get shape() {
    return this.images?.shape ?? null;
  }

  /** The layout of a view that shows samples as images, or null. @returns {Layout | null} */
  get images() {
    const { views } = this.lab.now.store;
    const kinds = ["strip", "plane"];
    return views.find(({ kind, shape }) => shape && kinds.includes(kind)) ?? null;
  }

  /** Return a sample as far as a picture has it, or null; where asked for, one on the page.
   *
   * @param {number} index */
  watched(index, onPage = false) {
    const { cards, now } = this.lab;
    const { store } = now;
    const kinds = ["cloud", "space", "strip"];
    const view = store.views.find(({ kind, output }) => !output && kinds.includes(kind));
    if (!view) return null;
    const [x, xHat, rows] = ["x", "x_hat", "rows"].map((name) =>
      store.get(`${view.name}.${name}`),
    );
    if (!x || !xHat || (onPage && !cards.shown.includes(view.name))) return null;
    const image = view.kind === "strip";
    const at = image ? (rows?.data.indexOf(index) ?? -1) : index;
    if (!(at >= 0 && at < Math.min(x.shape[0], xHat.shape[0]))) return null;
    /** @param {Whole} whole */
    const row = ({ data, shape }) => [...data.slice(at * shape[1], (at + 1) * shape[1])];
    return { image, x: row(x), xHat: row(xHat) };
  }

  /** Return the tile of the decoded plane nearest to a code, where there is no run to ask.
   *
   * @param {number[]} code
   * @returns {Seen | null} */
  tile([a, b]) {
    const { theme, now } = this.lab;
    const { store, live } = now;
    const view = store.views.find(({ kind }) => kind === "plane");
    const images = view && store.get(`${view.name}.images`);
    const window = view && store.get(`${view.name}.window`)?.data;
    if (live || !view?.grid || !view.shape || !images || !window || b === undefined) return null;
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
