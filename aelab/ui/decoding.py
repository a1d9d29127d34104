"""A latent plane with a point to be dragged, as a component: the decoder runs in the browser."""

import streamlit as st

from aelab.ui import scripts

LOADER = (
    scripts.LOADER.replace("/live.js", "/decoding.js")
    .replace(".lab, .lab-missing", ".decoding, .lab-missing")
    .replace("The live picture", "The decoder")
)

_mount = st.components.v2.component("aelab_decoding", js=LOADER, isolate_styles=False)


def show(slug: str) -> None:
    """Show the plane of a preset with two latent dimensions whose decoder is shipped."""
    _mount(key=f"decoding-{slug}", data={"address": f"/shipped/{slug}.decoder"})
