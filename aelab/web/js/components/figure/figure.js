// @ts-nocheck
// A finished figure: drawn by Plotly, and not before it comes near the screen.

import { mounting } from "../../kit/mounting.js";
import { element } from "../../kit/text.js";

const NEAR = "200px"; // below the screen, and above
const waiting = new Set(); // figures to be drawn, one after the other, so that the page can answer
let drawing = false;
let library = null;

/** Fetch Plotly once. */
function plotly(address) {
  library ??= new Promise((done, failed) => {
    const script = element("script", "", "", { src: address });
    script.addEventListener("load", () => done(window.Plotly));
    script.addEventListener("error", failed);
    document.head.append(script);
  });
  return library;
}

/** Draw what waits, the figure that stands highest first. */
async function drawAll() {
  if (drawing) return;
  drawing = true;
  const top = ({ root }) => root.getBoundingClientRect().top;
  while (waiting.size) {
    const [first] = [...waiting].sort((a, b) => top(a) - top(b));
    waiting.delete(first); // before, for it may be wished for anew meanwhile
    await first.draw();
    await new Promise((done) => setTimeout(done));
  }
  drawing = false;
}

class Figure {
  near = false;
  drawn = ""; // what is on the screen

  constructor(parent, data) {
    this.root = element("div", "charted", "", { role: "figure" });
    this.root.style.height = `${data.height}px`;
    parent.append(this.root);
    this.seen = new IntersectionObserver((entries) => this.come(entries.at(-1)), {
      rootMargin: NEAR,
    });
    this.seen.observe(this.root);
    this.sized = new ResizeObserver(() => this.wish());
    this.sized.observe(this.root);
  }

  /** Take the data of a rerun. */
  receive({ data }) {
    this.data = data;
    this.root.style.height = `${data.height}px`;
    this.root.setAttribute("aria-label", data.says);
    this.wish();
  }

  come({ isIntersecting }) {
    this.near = isIntersecting;
    this.wish();
  }

  /** What the picture depends on. */
  get asked() {
    const { figure, template, height } = this.data;
    return `${figure} ${template} ${height} ${this.root.clientWidth}`;
  }

  wish() {
    if (!this.near || !this.root.clientWidth || this.drawn === this.asked) return;
    waiting.add(this);
    setTimeout(drawAll);
  }

  async draw() {
    if (!this.near || this.drawn === this.asked) return;
    try {
      this.plotly = await plotly(this.data.library);
      this.drawn = this.asked;
      const { data, layout } = JSON.parse(this.data.figure);
      layout.template = JSON.parse(this.data.template);
      const size = { height: this.data.height, width: this.root.clientWidth };
      const kind = { uirevision: "kept", ...layout, ...size }; // what was zoomed stays so
      await this.plotly.react(this.root, data, kind, this.data.config);
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
