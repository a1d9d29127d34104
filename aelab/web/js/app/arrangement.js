// @ts-nocheck
// Which view stands where, as a person chose it: told to Python for the link, and to the run.

/** Carries the choice of views between the cards, the link and the run. */
export class Arrangement {
  constructor(lab) {
    this.lab = lab;
    this.told = []; // arrangements told to Python that have not come back yet
    this.renew();
  }

  /** Begin with another run: it has not been told yet. */
  renew() {
    this.seen = "";
  }

  /** Take the arrangement of a link; our own come back later and change nothing. */
  take(views = "", before = "") {
    const { cards, store } = this.lab;
    const ours = this.told.indexOf(views);
    if (ours >= 0) this.told.splice(0, ours + 1);
    if (ours >= 0 || views === before) return;
    this.told = [];
    cards.wanted = views ? views.split(".") : [];
    if (store.views.length) cards.update(store);
  }

  /** Put a view into a place. */
  choose(slot, name) {
    const { lab } = this;
    lab.tip.hide();
    lab.cards.put(slot, name);
    const views = lab.cards.shown.join(".");
    this.told.push(views);
    lab.trigger?.("views", views);
    this.show();
    lab.request();
  }

  /** Tell the run which views are looked at, if it has more than these. */
  show() {
    const { cards, stale, channel, store } = this.lab;
    const names = cards.shown;
    if (stale || !channel || store.views.length <= names.length) return;
    if (String(names) !== this.seen) this.lab.command("show", names);
    this.seen = String(names);
  }
}
