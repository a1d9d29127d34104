"""What the chapter on the variational autoencoder trains."""

from aelab.presets import named

DEMOS = (
    named("vae-mnist"),
    named("beta-mnist"),
)
