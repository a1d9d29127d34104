// One card: title, tools, canvas, foot. What is drawn in it is the drawer's matter.

import { DRAWERS } from "../drawers/index.js";
import { hint, Surface } from "../kit/canvas.js";
import { REQUIRED } from "../kit/required.js";
import { SLOTS } from "./slots.js";
import { element, write } from "../kit/text.js";

/** @import { AnyDrawer, Brush, CardParts, FrameStore, Layout } from "./types.d.ts" */
/** @import { Lab } from "./live.js" */

/** Throw an error that names the keys that a layout should have and has not.
 *
 * @param {Layout} layout */
export function requireKeys(layout) {
  const missing = REQUIRED[layout.kind].layout.filter((key) => !(key in layout));
  if (missing.length) throw new Error(`its layout has no ${missing.join(", ")}`);
}

/** @implements {CardParts} */
export class Card {
  slot = 0;
  /** @type {HTMLSelectElement | null} The other views for this place. */
  menu = null;
  /** @type {Layout | null} */
  layout = null;
  problem = ""; // why nothing can be drawn
  #offered = ""; // the views in the menu
  #described = -Infinity; // when the picture was last described, ms
  /** @type {ReturnType<typeof setTimeout> | null} */
  #later = null;

  /** @param {Lab} lab
   * @param {Layout} layout */
  constructor(lab, { name, kind, title = "" }) {
    this.lab = lab;
    this.name = name;
    this.kind = kind;
    this.node = element("section", `card ${kind}`, "", { "data-view-name": name });
    this.head = element("header");
    this.heading = element("h3");
    this.title = element("span", "title", title);
    this.note = element("span", "note");
    this.tools = element("span", "tools");
    this.fit = element("button", "small fit", "fit", {
      type: "button",
      "aria-label": `Fit ${title.toLowerCase()} to the data`,
      title: "Back to the whole picture (or double click)",
    });
    this.header();
    this.body = element("div", "plot");
    this.foot = element("footer");
    this.node.append(this.head, this.body, this.foot);
    this.surface = new Surface(this.body, () => lab.request(this));
    this.drawer = this.makeDrawer();
  }

  /** Return what draws the kind of this view; without a drawer the card says so.
   *
   * @returns {AnyDrawer | null} */
  makeDrawer() {
    const { kind } = this;
    if (Object.hasOwn(DRAWERS, kind)) {
      const drawers = /** @type {Record<string, new (card: CardParts) => AnyDrawer>} */ (DRAWERS);
      return new drawers[kind](this);
    }
    this.problem = `no drawer for the kind “${kind}”`;
    return null;
  }

  header() {
    this.heading.append(this.title);
    const words = element("div", "words");
    words.append(this.heading, this.note);
    this.fit.addEventListener("click", () => this.reset());
    this.tools.append(this.fit);
    this.head.append(words, this.tools);
  }

  /** Offer other views for this place; none makes the title plain words.
   *
   * @param {Layout[]} views */
  offer(views) {
    const key = views.map(({ name, title }) => `${name} ${title}`).join();
    if (key === this.#offered) return;
    this.#offered = key;
    this.menu?.remove();
    this.menu = null;
    this.heading.classList.toggle("menu", views.length > 0);
    if (!views.length) return;
    const menu = element("select", "", "", { "aria-label": "View in this place" });
    for (const { name, title } of views) menu.append(new Option(title, name));
    menu.value = this.name;
    menu.addEventListener("change", () => {
      const name = menu.value;
      menu.value = this.name;
      this.lab.arrangement.choose(this.slot, name);
    });
    this.heading.append(menu);
    this.menu = menu;
  }

  /** Stand in one of the places. @param {number} slot */
  stand(slot) {
    this.slot = slot;
    this.node.classList.remove(...SLOTS);
    this.node.classList.add(SLOTS[slot]);
  }

  /** Take the layout and the arrays of the latest frame.
   *
   * @param {Layout} layout
   * @param {FrameStore} store */
  update(layout, store) {
    this.layout = layout;
    write(this.title, layout.title ?? "");
    write(this.note, layout.note ?? "");
    /** @param {string} array */
    const get = (array) => store.get(`${this.name}.${array}`);
    const { drawer } = this;
    if (!drawer) return;
    this.attempt(() => {
      requireKeys(layout);
      drawer.update(layout, get, store.header);
    });
  }

  /** Draw, or say why that is impossible. */
  paint() {
    if (!this.surface.width || !this.surface.height) return;
    const { drawer } = this;
    if (drawer && !this.problem) this.attempt(() => drawer.paint());
    if (this.problem) this.begin(false);
    this.node.classList.toggle("zoomed", Boolean(drawer?.view?.zoomed));
    this.describe();
  }

  /** Let the drawer do something; one that fails spoils its own card only, and each new error is
   * reported.
   *
   * @param {() => void} does */
  attempt(does) {
    try {
      does();
      this.problem = "";
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      const problem = `this view cannot be drawn: ${reason}`;
      if (problem !== this.problem) reportError(error);
      this.problem = problem;
    }
  }

  /** Begin a picture: return what it is drawn with; say why, and return null, if there is none.
   *
   * @param {unknown} ready
   * @returns {Brush | null} */
  begin(ready) {
    const { surface, lab } = this;
    const { theme } = lab;
    const context = /** @type {CanvasRenderingContext2D} */ (surface.begin());
    if (ready) return { context, surface, theme };
    hint(context, theme, surface, this.problem || lab.hint(this));
    return null;
  }

  /** Tell a screen reader what the picture shows, at most once a second. */
  describe() {
    const now = performance.now();
    const wait = this.#described + 1000 - now;
    if (wait > 0) {
      this.#later ??= setTimeout(() => this.describe(), wait);
      return;
    }
    clearTimeout(this.#later ?? undefined);
    this.#later = null;
    this.#described = now;
    const words = this.problem || (this.drawer?.describe() ?? "");
    if (this.surface.canvas.getAttribute("aria-label") !== words) {
      this.surface.canvas.setAttribute("aria-label", words);
    }
  }

  /** Forget the zoom. */
  reset() {
    this.drawer?.view?.reset();
    if (this.layout) this.update(this.layout, this.lab.now.store);
    this.lab.request(this);
  }

  close() {
    clearTimeout(this.#later ?? undefined);
    this.drawer?.close?.();
    this.surface.close();
    this.node.remove();
  }
}
