// @ts-nocheck
// The attributes of the root, by which anyone can test the page from outside.

/** Write how things stand onto the root element, where it has changed. */
export function publish(lab) {
  const { root, data, state, queue, acknowledged, frames, stale, store, cards } = lab;
  const header = stale ? null : store.header;
  const [auc, , age] = stale ? [] : scores(store);
  const view = cards.box?.map((value) => Number(value.toPrecision(7))).join(",");
  const values = {
    run: data.run,
    state,
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
    cut: Number(lab.cut.toPrecision(6)),
    auc: finite(auc),
    scoresAge: finite(age),
  };
  for (const [name, value] of Object.entries(values)) {
    const text = String(value ?? "");
    if (root.dataset[name] !== text) root.dataset[name] = text;
  }
}

/** Return the numbers of the score: AUC, its error, age in updates, unexplained variance. */
function scores(store) {
  const view = store.views.find(({ kind }) => kind === "cut" || kind === "roc");
  return (view && store.get(`${view.name}.numbers`)?.data) ?? [];
}

function finite(value) {
  return Number.isFinite(value) ? Number(value.toPrecision(6)) : "";
}
