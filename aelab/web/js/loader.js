// The few lines Streamlit inlines: fetch the live component from our own route and mount it.
// Called again at every rerun; the node and all its state live in app/live.js.

/** @param {{ parentElement: HTMLElement }} component */
export default function (component) {
  /** @type {(() => void) | null} */
  let stop = null;
  let gone = false;
  import(`${location.origin}/lab-js/app/live.js`).then(
    ({ mount }) => {
      if (!gone) stop = mount(component);
    },
    () => {
      if (component.parentElement.querySelector(".lab, .lab-missing")) return;
      const note = document.createElement("p");
      note.className = "lab-missing";
      note.textContent = "The live picture could not be loaded. Reload the page.";
      component.parentElement.append(note);
    },
  );
  return () => {
    gone = true;
    stop?.();
  };
}
