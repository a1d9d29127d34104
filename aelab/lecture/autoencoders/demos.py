"""Live runs of the chapter on autoencoders."""

from typing import Any

from aelab.presets import AE, DIGITS, MOONS, PLANE, Preset, named

WIDER: dict[str, Any] = PLANE | {"latent": 16, "batch": 64, "rate": 1e-3, "epochs": 100}
LINEAR: dict[str, Any] = {"latent": 2, "widths": (), "activation": "identity"}

DEMOS = (
    Preset(
        name="Overcomplete on moons",
        slug="overcomplete-moons",
        dataset="two-moons",
        model=AE,
        model_params=WIDER,
        look_for="In the box of the data the arrows from x to x̂ should vanish, off the moons as "
        "on them: compare what is left of noise with what is left of data.",
        target=1e-5,
        views="field.copies.reconstructions.loss",
    ),
    named("overcomplete-uniform", views="field.copies.reconstructions.loss"),
    named("ae-moons", views="reconstructions.field.copies.loss"),
    Preset(
        name="Linear decoder on moons",
        slug="linear-moons",
        dataset="two-moons",
        model=AE,
        model_params=MOONS | {"latent": 1, "decoder": "linear", "epochs": 100},
        look_for="The encoder may bend as it likes, the decoder draws a straight line: compare "
        "it with that of PCA, which is the best one.",
        target=0.196,
        views="reconstructions.subspace.copies.loss",
    ),
    Preset(
        name="Linear AE on a swiss roll",
        slug="linear-roll",
        dataset="swiss-roll",
        model=AE,
        model_params=LINEAR | {"batch": 64, "rate": 5e-3, "epochs": 100},
        look_for="The decoded plane should turn until it is that of PCA: then both angles θ fall "
        "to 0. Look where those of the single columns d end.",
        target=0.77,
        views="reconstructions.subspace.copies.loss",
    ),
    Preset(
        name="Linear autoencoder",
        slug="ae-linear",
        dataset="mnist",
        model=AE,
        model_params=DIGITS | LINEAR | {"batch": 128, "rate": 1e-2},
        look_for="On digits both angles should fall to 0, too. Look which takes longer: the "
        "second and third eigenvalue are near each other, and the error hardly tells "
        "them apart.",
        target=43.9,
        views="latent.subspace.loss.reconstructions",
    ),
    named("ae-mnist", views="latent.between.plane.loss"),
)
