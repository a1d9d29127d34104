"""Live runs of the chapter on latent variable models, most of them on the two moons."""

from aelab.presets import AE, GAN, MOONS, PLAYED, Preset, named

DEMOS = (
    named("vae-moons", views="samples.latent.reconstructions.loss"),
    named("pca-moons", views="reconstructions.latent.scree.loss"),
    named("ppca-moons", views="samples.latent.reconstructions.scree"),
    named("ae-moons", views="reconstructions.latent.samples.loss"),
    Preset(
        name="GAN on moons",
        slug="gan-moons",
        dataset="two-moons",
        model=GAN,
        model_params={"latent": 2} | PLAYED | {"rate": 2e-3},
        look_for="Look how the grid that z is decoded to folds itself over both moons. There are "
        "samples and two losses, and nothing else: no code of a point, no error, no "
        "density.",
        target=None,
        views="samples.loss.norms",
    ),
    named("gan-ring", views="samples.loss.norms"),
    Preset(
        name="AE with two numbers on moons",
        slug="ae-moons-plane",
        dataset="two-moons",
        model=AE,
        model_params={"latent": 2} | MOONS,
        look_for="Compare the reconstructions with the points. Then look at samples: nothing "
        "tells the network what codes between and beyond its own should decode to.",
        target=0.001,
        views="samples.latent.reconstructions.loss",
    ),
)
