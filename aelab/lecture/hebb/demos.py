"""Live runs of the chapter on Hebb and Oja."""

from aelab.presets import named

DEMOS = (
    named("oja-mnist", views="weights.angles.norms.reconstructions"),
    named("sanger-mnist", views="weights.angles.norms.reconstructions"),
)
