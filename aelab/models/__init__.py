"""Models, one file each; `aelab.MODELS` finds them."""

from typing import TYPE_CHECKING, Any

from aelab.registry import MODELS

if TYPE_CHECKING:  # what editors complete
    from aelab.models.contractive import Contractive as Contractive
    from aelab.models.denoising import Denoising as Denoising
    from aelab.models.gan import GAN as GAN
    from aelab.models.oja import Oja as Oja
    from aelab.models.pca import PCA as PCA
    from aelab.models.ppca import ProbabilisticPCA as ProbabilisticPCA
    from aelab.models.sparse import Sparse as Sparse
    from aelab.models.undercomplete import Undercomplete as Undercomplete
    from aelab.models.vae import VariationalAutoencoder as VariationalAutoencoder


def __getattr__(name: str) -> Any:
    return MODELS.of_class(name)


def __dir__() -> list[str]:
    return [*globals(), *MODELS.classes()]
