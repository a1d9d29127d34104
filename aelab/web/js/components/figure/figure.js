// A finished figure, drawn by Plotly when it comes near the screen.

import { mounting } from "../../kit/mounting.js";
import { element } from "../../kit/text.js";

const NEAR = "200px"; // below the screen, and above

/** The functions of Plotly that are used. Figures are what it takes, and are not looked into.
 * @typedef {object} Plotly
 * @property {(node: HTMLElement, data: unknown, layout: object, config: unknown) => unknown} react
 * @property {(node: HTMLElement) => void} purge */

/** What the server sends: figure and template are JSON.
 * @typedef {object} FigureData
 * @property {string} figure
 * @property {string} template
 * @property {number} height
 * @property {string} says
 * @property {string} library address of Plotly
 * @property {unknown} config */

/** Figures to be drawn, one after the other, so that the page can react between them.
 * @type {Set<Figure>} */
const waiting = new Set();
let drawing = false;
/** @type {Promise<Plotly> | null} */
let library = null;

/** Fetch Plotly once.
 * @type {(address: string) => Promise<Plotly>} */
function plotly(address) {
  library ??= new Promise((done, failed) => {
    const script = element("script", "", "", { src: address });
    const loaded = /** @type {{ Plotly: Plotly } & typeof globalThis} */ (globalThis);
    script.addEventListener("load", () => done(loaded.Plotly));
    script.addEventListener("error", failed);
    document.head.append(script);
  });
  return library;
}

/** Draw all waiting figures, the highest on the page first. */
async function drawAll() {
  if (drawing) return;
  drawing = true;
  /** @type {(figure: Figure) => number} */
  const top = ({ root }) => root.getBoundingClientRect().top;
  while (waiting.size) {
    const [first] = [...waiting].sort((a, b) => top(a) - top(b));
    waiting.delete(first); // before it is drawn: it may be requested again meanwhile
    await first.draw();
    await new Promise((done) => setTimeout(done));
  }
  drawing = false;
}

class Figure {
  near = false;
  drawn = ""; // what is on the screen
  /** @type {Plotly | null} */
  plotly = null;

  /**
   * @param {HTMLElement} parent
   * @param {FigureData} data
   */
  constructor(parent, data) {
    this.root = element("div", "charted", "", { role: "figure" });
    this.root.style.height = `${data.height}px`;
    parent.append(this.root);
    this.data = data;
    this.seen = new IntersectionObserver((entries) => this.watch(entries), {
      rootMargin: NEAR,
    });
    this.seen.observe(this.root);
    this.sized = new ResizeObserver(() => this.request());
    this.sized.observe(this.root);
  }

  /** Take the data of a rerun.
   * @type {(component: { data: FigureData }) => void} */
  receive({ data }) {
    this.data = data;
    this.root.style.height = `${data.height}px`;
    this.root.setAttribute("aria-label", data.says);
    this.request();
  }

  /** Request the figure when it comes near the screen.
   * @type {(entries: IntersectionObserverEntry[]) => void} */
  watch(entries) {
    this.near = entries[entries.length - 1].isIntersecting;
    this.request();
  }

  /** What the picture depends on. */
  get wanted() {
    const { figure, template, height } = this.data;
    return `${figure} ${template} ${height} ${this.root.clientWidth}`;
  }

  request() {
    if (!this.near || !this.root.clientWidth || this.drawn === this.wanted) return;
    waiting.add(this);
    setTimeout(drawAll);
  }

  async draw() {
    if (!this.near || this.drawn === this.wanted) return;
    try {
      this.plotly = await plotly(this.data.library);
      this.drawn = this.wanted;
      const { data, layout } = JSON.parse(this.data.figure);
      layout.template = JSON.parse(this.data.template);
      const size = { height: this.data.height, width: this.root.clientWidth };
      const shown = { uirevision: "kept", ...layout, ...size }; // which keeps the zoom
      await this.plotly.react(this.root, data, shown, this.data.config);
    } catch (error) {
      console.error(error);
      this.root.textContent = "The figure could not be drawn. Reload the page.";
    }
  }

  close() {
    waiting.delete(this);
    this.seen.disconnect();
    this.sized.disconnect();
    this.plotly?.purge(this.root);
    this.root.remove();
  }
}

export const mount = mounting(Figure);
