// The cards: one per view of the run, the first large on the left, the others beside it.

import { DRAWERS } from "./drawers.js";
import { Surface } from "./kit.js";
import { element, write } from "./words.js";

/** What is laid out before the first frame, so that nothing jumps when it comes. */
const SKELETON = [
  { name: "latent", kind: "scatter", title: "Latent space" },
  { name: "reconstructions", kind: "strip", title: "Reconstructions" },
  { name: "loss", kind: "curves", title: "Loss" },
  { name: "plane", kind: "plane", title: "Decoded plane" },
];

/** One box: title, tools, canvas, foot; what is drawn in it is the drawer's matter. */
class Card {
  constructor(lab, { name, kind, title }) {
    Object.assign(this, { lab, name, kind });
    this.node = element("section", `card ${kind}`, "", { "data-view-name": name });
    this.head = element("header");
    this.title = element("h3", "", title);
    this.note = element("span", "note");
    this.tools = element("span", "tools");
    this.fit = element("button", "small fit", "fit", {
      type: "button",
      "aria-label": `Fit ${title.toLowerCase()} to the data`,
      title: "Back to the whole picture (or double click)",
    });
    this.fit.addEventListener("click", () => this.reset());
    this.tools.append(this.fit);
    this.head.append(this.title, this.tools, this.note);
    this.body = element("div", "plot");
    this.foot = element("footer");
    this.node.append(this.head, this.body, this.foot);
    this.surface = new Surface(this.body, () => lab.request(this));
    this.drawer = new DRAWERS[kind](this);
    this.described = 0;
  }

  /** Take the layout and the arrays of the latest frame. */
  update(layout, store) {
    this.layout = layout;
    write(this.title, layout.title ?? "");
    write(this.note, layout.note ?? "");
    this.drawer.update(layout, (array) => store.get(`${this.name}.${array}`), store.header);
  }

  paint() {
    if (!this.surface.width || !this.surface.height) return;
    this.drawer.paint();
    const zoomed = Boolean(this.drawer.view?.zoomed);
    this.node.classList.toggle("zoomed", zoomed);
    this.describe();
  }

  /** Tell a screen reader what the picture shows, at most once a second. */
  describe() {
    const now = performance.now();
    if (now - this.described < 1000 && this.described) return;
    this.described = now;
    const words = this.drawer.describe();
    if (this.surface.canvas.getAttribute("aria-label") !== words) {
      this.surface.canvas.setAttribute("aria-label", words);
    }
  }

  /** Forget the zoom. */
  reset() {
    this.drawer.view?.reset();
    if (this.layout) this.update(this.layout, this.lab.store);
    this.lab.request(this);
  }

  close() {
    this.surface.close();
    this.node.remove();
  }
}

/** All cards of the page. */
export class Cards {
  constructor(lab) {
    this.lab = lab;
    this.node = element("div", "cards");
    this.side = element("div", "side");
    this.node.append(this.side);
    this.cards = new Map();
    this.arrange(SKELETON);
  }

  /** Keep the cards whose view is still there, make the new ones, drop the others. */
  arrange(views) {
    const known = views.filter(({ kind }) => DRAWERS[kind]);
    const wanted = known.map(({ name, kind }) => `${name} ${kind}`).join();
    if (wanted === this.arranged) return;
    this.arranged = wanted;
    const kept = new Map();
    for (const view of known) {
      const key = `${view.name} ${view.kind}`;
      kept.set(key, this.cards.get(key) ?? new Card(this.lab, view));
    }
    for (const [key, card] of this.cards) if (!kept.has(key)) card.close();
    this.cards = kept;
    this.place([...kept.values()]);
  }

  /** Put the first card on the left, the others beside it: wide ones alone, the rest in pairs. */
  place(cards) {
    const [main, ...others] = cards;
    const wide = others.filter(({ kind }) => DRAWERS[kind].wide);
    const half = others.filter(({ kind }) => !DRAWERS[kind].wide);
    const alone = half.length % 2 ? half.length - 1 : -1;
    for (const card of cards) card.node.classList.remove("main", "full");
    main?.node.classList.add("main");
    for (const card of wide) card.node.classList.add("full");
    half[alone]?.node.classList.add("full");
    const rows = wide.map(({ kind }) => DRAWERS[kind].row ?? "minmax(0, 1fr)");
    for (let i = 0; i < half.length; i += 2) rows.push("minmax(0, 1fr)");
    this.side.style.gridTemplateRows = rows.join(" ");
    if (main) this.node.prepend(main.node);
    this.side.append(...[...wide, ...half].map(({ node }) => node));
  }

  update(store) {
    this.arrange(store.views);
    for (const layout of store.views) {
      this.cards.get(`${layout.name} ${layout.kind}`)?.update(layout, store);
    }
  }

  /** The box of the latent plot: the main card's. */
  get box() {
    return this.main?.drawer.shown ?? null;
  }

  get main() {
    return this.cards.values().next().value;
  }

  paint() {
    for (const card of this.cards.values()) card.paint();
  }

  /** Start over with fitted views, for another run. */
  reset() {
    for (const card of this.cards.values()) card.drawer.view?.reset();
  }

  close() {
    for (const card of this.cards.values()) card.close();
  }
}
