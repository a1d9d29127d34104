"""Live runs of the chapter on the variational autoencoder."""

from aelab.presets import named

DEMOS = (
    named("vae-mnist", views="loss.latent.plane.kl"),
    named("beta-mnist", views="loss.kl.latent.plane"),
)
