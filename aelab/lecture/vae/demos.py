"""Live runs of the chapter on the variational autoencoder."""

from aelab.presets import VAE, Preset, named

DEMOS = (
    named("vae-mnist", views="loss.latent.plane.kl"),
    named("beta-mnist", views="loss.kl.latent.plane"),
    Preset(
        name="Linear VAE",
        slug="vae-linear",
        dataset="correlated-gaussian",
        model=VAE,
        model_params={
            "latent": 1,
            "likelihood": "Gaussian",
            "sigma": 0.4,
            "widths": (),
            "samples": 64,
            "rate": 5e-3,
            "batch": 64,
            "epochs": 150,
        },
        look_for="With a linear f and g, the best q(z|x) is the posterior itself: J should fall "
        "to −ln p(x) of probabilistic PCA, so that nothing of the gap is left.",
        target=1.8,
        views="loss.latent.reconstructions.kl",
    ),
)
