"""The live picture of a convolutional encoder on the page of jet images."""

from aelab.presets.anomaly import ENCODER
from aelab.web import component, controls, session


def show(jet: str) -> None:
    """Show the run of the encoder, with the feature maps of a jet such as "top 17"."""
    catalogue = session.wait_for_catalogue()
    presets = [ENCODER]
    session.begin(catalogue, "jets", presets, linked=False)
    shown = session.follow(controls.read(catalogue), catalogue, presets)
    component.show(shown | {"sample": jet}, **session.callbacks())
