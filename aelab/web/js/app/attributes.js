// The attributes of the root, by which anyone can test the page from outside.

/** @import { FrameStore, Numbers } from "./types.d.ts" */
/** @import { Lab } from "./live.js" */

/** Write the state of the page onto its root element, where it has changed. @param {Lab} lab */
export function publish({ root, now, cards }) {
  const { data, queue, acknowledged, frames, stale, store } = now;
  const header = stale ? null : store.header;
  const [auc, , age] = stale ? [] : scores(store);
  const view = cards.box?.map((value) => Number(value.toPrecision(7))).join(",");
  const values = {
    run: data.run,
    state: now.runState,
    epoch: header?.epoch ?? 0,
    step: header?.index ?? 0,
    lossFirst: header?.first,
    loss: header?.loss,
    heldout: header?.heldout,
    rate: header?.rate,
    view,
    queue,
    ack: acknowledged,
    frame: frames,
    views: cards.shown.join("."),
    cut: Number(now.cut.toPrecision(6)),
    auc: finite(auc),
    scoresAge: finite(age),
  };
  for (const [name, value] of Object.entries(values)) {
    const text = String(value ?? "");
    if (root.dataset[name] !== text) root.dataset[name] = text;
  }
}

/** Return the numbers of the score: AUC, its error, age in updates, unexplained variance.
 *
 * @param {FrameStore} store
 * @returns {Numbers | number[]} */
function scores(store) {
  const view = store.views.find(({ kind }) => kind === "cut" || kind === "roc");
  return (view && store.get(`${view.name}.numbers`)?.data) ?? [];
}

/** @param {number | undefined} value */
function finite(value) {
  return value !== undefined && Number.isFinite(value) ? Number(value.toPrecision(6)) : "";
}
