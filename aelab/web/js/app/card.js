// @ts-nocheck
// One card: title, tools, canvas, foot. What is drawn in it is the drawer's matter.

import { DRAWERS } from "../drawers/index.js";
import { hint, Surface } from "../kit/canvas.js";
import { SLOTS } from "./slots.js";
import { element, write } from "../kit/text.js";

export class Card {
  constructor(lab, { name, kind, title }) {
    Object.assign(this, { lab, name, kind });
    this.node = element("section", `card ${kind}`, "", { "data-view-name": name });
    this.header(title);
    this.body = element("div", "plot");
    this.foot = element("footer");
    this.node.append(this.head, this.body, this.foot);
    this.surface = new Surface(this.body, () => lab.request(this));
    this.drawer = new DRAWERS[kind](this);
    this.described = -Infinity;
  }

  header(title) {
    this.head = element("header");
    this.heading = element("h3");
    this.title = element("span", "title", title);
    this.heading.append(this.title);
    this.note = element("span", "note");
    const words = element("div", "words");
    words.append(this.heading, this.note);
    this.tools = element("span", "tools");
    this.fit = element("button", "small fit", "fit", {
      type: "button",
      "aria-label": `Fit ${title.toLowerCase()} to the data`,
      title: "Back to the whole picture (or double click)",
    });
    this.fit.addEventListener("click", () => this.reset());
    this.tools.append(this.fit);
    this.head.append(words, this.tools);
  }

  /** Offer other views for this place; none makes the title plain words. */
  offer(views) {
    const key = views.map(({ name, title }) => `${name} ${title}`).join();
    if (key === (this.offered ?? "")) return;
    this.offered = key;
    this.menu?.remove();
    this.menu = null;
    this.heading.classList.toggle("menu", views.length > 0);
    if (!views.length) return;
    this.menu = element("select", "", "", { "aria-label": "View in this place" });
    for (const { name, title } of views) this.menu.append(new Option(title, name));
    this.menu.value = this.name;
    this.menu.addEventListener("change", () => {
      const name = this.menu.value;
      this.menu.value = this.name;
      this.lab.arrangement.choose(this.slot, name);
    });
    this.heading.append(this.menu);
  }

  /** Stand in one of the places. */
  stand(slot) {
    this.slot = slot;
    this.node.classList.remove(...SLOTS);
    this.node.classList.add(SLOTS[slot]);
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
    this.node.classList.toggle("zoomed", Boolean(this.drawer.view?.zoomed));
    this.describe();
  }

  /** Begin a picture: return what it is drawn with; say why, and return null, if there is none. */
  begin(ready) {
    const { surface, lab } = this;
    const { theme } = lab;
    const context = surface.begin();
    if (ready) return { context, surface, theme };
    hint(context, theme, surface, lab.hint(this));
    return null;
  }

  /** Tell a screen reader what the picture shows, at most once a second. */
  describe() {
    const now = performance.now();
    const wait = this.described + 1000 - now;
    if (wait > 0) {
      this.later ??= setTimeout(() => this.describe(), wait);
      return;
    }
    clearTimeout(this.later);
    this.later = null;
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
    clearTimeout(this.later);
    this.drawer.close?.();
    this.surface.close();
    this.node.remove();
  }
}
