// The cards: one large on the left, a wide one and two small ones beside it.

import { Card } from "./card.js";
import { arranged, placed } from "./slots.js";
import { element } from "../kit/text.js";

/** @import { Box, FrameStore, Layout } from "./types.d.ts" */
/** @import { Lab } from "./live.js" */

/** What is laid out before the first frame, so that nothing jumps when it comes. */
const SKELETON = [
  { name: "latent", kind: "scatter", title: "Latent space" },
  { name: "reconstructions", kind: "strip", title: "Reconstructions" },
  { name: "loss", kind: "curves", title: "Loss" },
  { name: "plane", kind: "plane", title: "Decoded plane" },
];

export class Cards {
  /** @type {Map<string, Card>} By name and kind, in the order of the places. */
  #cards = new Map();
  /** @type {string[]} Names of views by place. */
  shown = [];
  /** @type {string[]} Names of views by place, as a person chose them. */
  #wanted = [];

  /** @param {Lab} lab */
  constructor(lab) {
    this.lab = lab;
    this.node = element("div", "cards");
    this.side = element("div", "side");
    this.node.append(this.side);
    this.arrange(SKELETON);
  }

  /** Keep the cards whose view is still there, make the new ones, drop the others.
   *
   * @param {Layout[]} views */
  arrange(views) {
    this.shown = arranged(views, this.#wanted);
    const chosen = this.shown.flatMap((name) => views.find((view) => view.name === name) ?? []);
    const offered = views.length > chosen.length ? views : [];
    const keys = chosen.map(({ name, kind }) => `${name} ${kind}`);
    if (keys.join() !== [...this.#cards.keys()].join()) this.build(chosen, keys);
    for (const card of this.#cards.values()) card.offer(offered);
  }

  /** @param {Layout[]} chosen @param {string[]} keys */
  build(chosen, keys) {
    const cards = new Map(
      chosen.map((view, i) => [keys[i], this.#cards.get(keys[i]) ?? new Card(this.lab, view)]),
    );
    for (const [key, card] of this.#cards) if (!cards.has(key)) card.close();
    this.#cards = cards;
    const [main, ...others] = cards.values();
    [...cards.values()].forEach((card, i) => card.stand(i));
    if (main) this.node.prepend(main.node);
    this.side.append(...others.map(({ node }) => node));
    this.node.dataset.count = String(cards.size);
  }

  /** Take the views by place that a link names; `update` shows them. @param {string[]} names */
  want(names) {
    this.#wanted = names;
  }

  /** Put a view into a place, and leave the focus on its title.
   *
   * @param {number} slot
   * @param {string} name */
  put(slot, name) {
    this.#wanted = placed(this.shown, slot, name);
    this.update(this.lab.now.store);
    [...this.#cards.values()][slot]?.menu?.focus();
  }

  /** Show the views of the latest frame. @param {FrameStore} store */
  update(store) {
    this.arrange(store.views);
    for (const card of this.#cards.values()) {
      const layout = store.views.find(({ name }) => name === card.name);
      if (layout) card.update(layout, store);
    }
  }

  /** The box of the latent plot. @returns {Box | null} */
  get box() {
    for (const { drawer } of this.#cards.values()) if (drawer?.shown) return drawer.shown;
    return null;
  }

  /** The large card, undefined where there is none. @returns {Card | undefined} */
  get main() {
    return this.#cards.values().next().value;
  }

  paint() {
    for (const card of this.#cards.values()) card.paint();
  }

  /** Draw the cards of some kinds again. @param {string[]} kinds */
  repaint(...kinds) {
    for (const card of this.#cards.values()) {
      if (kinds.includes(card.kind)) this.lab.request(card);
    }
  }

  /** Tell whether a card of one of these kinds is on the page. @param {string[]} kinds */
  has(...kinds) {
    return [...this.#cards.values()].some(({ kind }) => kinds.includes(kind));
  }

  /** Start over with fitted views, for another run. */
  reset() {
    for (const card of this.#cards.values()) card.drawer?.view?.reset();
  }

  close() {
    for (const card of this.#cards.values()) card.close();
  }
}
