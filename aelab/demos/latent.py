"""What the chapter on latent variable models trains."""

from aelab.presets import named

DEMOS = (
    named("pca-moons"),
    named("ae-moons"),
    named("vae-moons"),
)
