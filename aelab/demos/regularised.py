"""What the chapter on regularised autoencoders trains."""

from aelab.presets import named

DEMOS = (
    named("sparse-mnist"),
    named("sparse-kl-mnist"),
    named("denoising-ring"),
    named("denoising-mnist"),
    named("contractive-ring"),
)
