"""A latent plane with a point to be dragged, as a component: the decoder runs in the browser."""

from aelab.web import scripts

_mount = scripts.component("components/decoding/decoding", "decoding", "The decoder")


def show(slug: str) -> None:
    """Show the plane of a preset with two latent dimensions whose decoder is shipped."""
    _mount(key=f"decoding-{slug}", data={"address": f"/shipped/{slug}.decoder"})
