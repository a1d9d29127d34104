// @ts-nocheck
// The cards: one large on the left, a wide one and two small ones beside it.

import { Card } from "./card.js";
import { DRAWERS } from "../drawers/index.js";
import { arranged, placed } from "./slots.js";
import { element } from "../kit/text.js";

/** What is laid out before the first frame, so that nothing jumps when it comes. */
const SKELETON = [
  { name: "latent", kind: "scatter", title: "Latent space" },
  { name: "reconstructions", kind: "strip", title: "Reconstructions" },
  { name: "loss", kind: "curves", title: "Loss" },
  { name: "plane", kind: "plane", title: "Decoded plane" },
];

export class Cards {
  constructor(lab) {
    this.lab = lab;
    this.node = element("div", "cards");
    this.side = element("div", "side");
    this.node.append(this.side);
    this.cards = new Map(); // by place
    this.shown = []; // names of views by place
    this.wanted = []; // names of views by place, as a person chose them
    this.arrange(SKELETON);
  }

  /** Keep the cards whose view is still there, make the new ones, drop the others. */
  arrange(views) {
    const known = views.filter(({ kind }) => DRAWERS[kind]);
    this.shown = arranged(known, this.wanted);
    const chosen = this.shown.map((name) => known.find((view) => view.name === name));
    const offered = known.length > chosen.length ? known : [];
    const keys = chosen.map(({ name, kind }) => `${name} ${kind}`);
    if (keys.join() !== [...this.cards.keys()].join()) this.build(chosen, keys);
    for (const card of this.cards.values()) card.offer(offered);
  }

  build(chosen, keys) {
    const kept = new Map(
      chosen.map((view, i) => [keys[i], this.cards.get(keys[i]) ?? new Card(this.lab, view)]),
    );
    for (const [key, card] of this.cards) if (!kept.has(key)) card.close();
    this.cards = kept;
    const [main, ...others] = kept.values();
    [main, ...others].forEach((card, i) => card?.stand(i));
    if (main) this.node.prepend(main.node);
    this.side.append(...others.map(({ node }) => node));
    this.node.dataset.count = kept.size;
  }

  /** Put a view into a place, and leave the focus on its title. */
  put(slot, name) {
    this.wanted = placed(this.shown, slot, name);
    this.update(this.lab.store);
    [...this.cards.values()][slot]?.menu?.focus();
  }

  update(store) {
    this.arrange(store.views);
    for (const card of this.cards.values()) {
      card.update(store.views.find(({ name }) => name === card.name), store);
    }
  }

  /** The box of the latent plot. */
  get box() {
    for (const { drawer } of this.cards.values()) if (drawer.shown) return drawer.shown;
    return null;
  }

  get main() {
    return this.cards.values().next().value;
  }

  paint() {
    for (const card of this.cards.values()) card.paint();
  }

  /** Draw the cards of some kinds again. */
  repaint(...kinds) {
    for (const card of this.cards.values()) {
      if (kinds.includes(card.kind)) this.lab.request(card);
    }
  }

  /** Tell whether a card of one of these kinds is on the page. */
  has(...kinds) {
    return [...this.cards.values()].some(({ kind }) => kinds.includes(kind));
  }

  /** Start over with fitted views, for another run. */
  reset() {
    for (const card of this.cards.values()) card.drawer.view?.reset();
  }

  close() {
    for (const card of this.cards.values()) card.close();
  }
}
