// Which view stands where, as a person chose it: told to Python for the link, and to the run.

/** @import { Lab } from "./live.js" */

/** Carries the choice of views between the cards, the link and the run. */
export class Arrangement {
  /** @type {string[]} Arrangements told to Python that have not come back yet. */
  #told = [];
  #seen = ""; // names of the views that the run was told last

  /** @param {Lab} lab */
  constructor(lab) {
    this.lab = lab;
  }

  /** Begin with another run: it has not been told yet. */
  renew() {
    this.#seen = "";
  }

  /** Take the arrangement of a link; our own come back later and change nothing.
   *
   * @param {string} [views] names separated by points
   * @param {string} [before] those of the last rerun */
  take(views = "", before = "") {
    const { cards, now } = this.lab;
    const ours = this.#told.indexOf(views);
    if (ours >= 0) this.#told.splice(0, ours + 1);
    if (ours >= 0 || views === before) return;
    this.#told = [];
    cards.want(views ? views.split(".") : []);
    if (now.store.views.length) cards.update(now.store);
  }

  /** Put a view into a place. @param {number} slot @param {string} name */
  choose(slot, name) {
    const { lab } = this;
    lab.tip.hide();
    lab.cards.put(slot, name);
    const views = lab.cards.shown.join(".");
    this.#told.push(views);
    lab.trigger("views", views);
    this.show();
    lab.request();
  }

  /** Tell the run which views are looked at, if it has more than these. */
  show() {
    const { stale, live, store } = this.lab.now;
    const names = this.lab.cards.shown;
    if (stale || !live || store.views.length <= names.length) return;
    if (String(names) !== this.#seen) this.lab.command("show", names);
    this.#seen = String(names);
  }
}
