// Keeps one node of a component through the reruns of Streamlit.

/** @import { Component } from "./types.d.ts" */

const LINGER = 50; // ms in which a later call may take over

/** What a component shows.
 * @template D
 * @typedef {object} Mounted
 * @property {HTMLElement} root
 * @property {(component: Component<D>) => void} receive takes the data of a rerun
 * @property {() => void} close */

/** @template D
 * @typedef {object} Entry
 * @property {Mounted<D>} picture
 * @property {number} calls
 * @property {ReturnType<typeof setTimeout>} [ending] */

/** Return the function that Streamlit calls at each rerun: it makes a picture once, hands it the
 * data of later reruns, and closes it when its node has left the page.
 * @template D
 * @param {new (parent: HTMLElement, data: D) => Mounted<D>} Picture */
export function mounting(Picture) {
  /** @type {WeakMap<HTMLElement, Entry<D>>} */
  const entries = new WeakMap();
  /** @type {(component: Component<D>) => () => void} */
  return function mount(component) {
    const { parentElement } = component;
    const entry = entries.get(parentElement) ?? {
      picture: new Picture(parentElement, component.data),
      calls: 0,
    };
    entries.set(parentElement, entry);
    clearTimeout(entry.ending);
    entry.picture.receive(component);
    const call = ++entry.calls;
    const end = () => {
      entries.delete(parentElement);
      entry.picture.close();
    };
    return () => {
      if (call !== entry.calls) return;
      if (entry.picture.root.isConnected) entry.ending = setTimeout(end, LINGER);
      else end();
    };
  };
}
