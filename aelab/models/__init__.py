"""Models, one file each; `aelab.MODELS` finds them."""

from typing import TYPE_CHECKING, Any

from aelab.registry import MODELS

if TYPE_CHECKING:  # for completion in editors
    from aelab.models.contractive import Contractive
    from aelab.models.denoising import Denoising
    from aelab.models.dirichlet_vae import DirichletVAE
    from aelab.models.gan import GAN
    from aelab.models.normalised import Normalised
    from aelab.models.oja import Oja
    from aelab.models.pca import PCA
    from aelab.models.ppca import ProbabilisticPCA
    from aelab.models.sparse import Sparse
    from aelab.models.undercomplete import Undercomplete
    from aelab.models.vae import VariationalAutoencoder

__all__ = [
    "GAN",
    "PCA",
    "Contractive",
    "Denoising",
    "DirichletVAE",
    "Normalised",
    "Oja",
    "ProbabilisticPCA",
    "Sparse",
    "Undercomplete",
    "VariationalAutoencoder",
]


def __getattr__(name: str) -> Any:
    return MODELS.of_class(name)


def __dir__() -> list[str]:
    return [*globals(), *MODELS.classes()]
