"""Live runs of the chapter on regularised autoencoders."""

from aelab.presets import CONTRACTIVE, PLANE, Preset, named

DEMOS = (
    named("sparse-mnist", views="activations.weights.means.loss"),
    named("sparse-kl-mnist", views="means.activations.weights.loss"),
    named("denoising-mnist", views="reconstructions.loss.latent.weights"),
    named("denoising-ring", views="field.reconstructions.loss.norms"),
    named("contractive-ring", views="jacobian.reconstructions.loss.latent"),
    Preset(
        name="Contractive, linear",
        slug="contractive-linear",
        dataset="correlated-gaussian",
        model=CONTRACTIVE,
        dataset_params={"points": 20_000, "aspect": 2.0},
        model_params={"latent": 2, "lam": 0.4}
        | PLANE
        | {"widths": (), "activation": "identity", "batch": 512, "epochs": 40},
        look_for="The map is linear, so that the ellipses are the same everywhere: they should "
        "keep the long axis of the data and become thin across it.",
        target=0.6,
        views="jacobian.latent.loss.norms",
    ),
)
