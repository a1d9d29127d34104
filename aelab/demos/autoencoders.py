"""What the chapter on autoencoders trains."""

from aelab.presets import AE, DIGITS, Preset, named

DEMOS = (
    named("ae-mnist", views="latent.reconstructions.loss.plane"),
    Preset(
        name="Linear autoencoder",
        slug="ae-linear",
        dataset="MNIST",
        model=AE,
        model_params=DIGITS | {"latent": 2, "widths": (), "activation": "identity"},
        look_for="Its two numbers span the plane of the first two principal components, but are "
        "not along them.",
        target=42.9,
    ),
    named("overcomplete-uniform"),
)
