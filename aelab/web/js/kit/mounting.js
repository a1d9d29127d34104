// @ts-nocheck
// What every component of ours does with Streamlit's reruns: one node for as long as it is there.

const LINGER = 50; // ms in which a later call may take over

/** Return how a class of pictures is mounted: made of a parent and data, with a `root` on the page;
 * `receive` takes in a rerun, `close` ends it. */
export function mounting(Picture) {
  const all = new WeakMap();
  return function mount(component) {
    const { parentElement } = component;
    let one = all.get(parentElement);
    if (!one) all.set(parentElement, (one = { picture: new Picture(parentElement, component.data), calls: 0 }));
    clearTimeout(one.ending);
    one.picture.receive(component);
    const call = ++one.calls;
    const end = () => {
      all.delete(parentElement);
      one.picture.close();
    };
    return () => {
      if (call !== one.calls) return;
      if (one.picture.root.isConnected) one.ending = setTimeout(end, LINGER);
      else end();
    };
  };
}
