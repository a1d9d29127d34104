"""What every dataset is, and how it is prepared once and shared by all runs."""

import hashlib
import io
import json
import os
import shutil
import sys
import tempfile
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from functools import cached_property
from pathlib import Path
from typing import Annotated, Any, ClassVar, NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray

from aelab.home import home, write
from aelab.params import Range, checked, declared
from aelab.registry import DATASETS
from aelab.theory.pca import Principal, principal

PREPARED_BYTES = 2_000_000_000  # prepared data beyond this is dropped, least recently used first
ANOMALY_VIEWS = ("scores", "extremes", "roc", "mass", "complexity")


class Arrays(NamedTuple):
    """Samples of shape (n, d) and labels (n,) to learn from and to test with.

    They are kept as float32 and uint8.
    """

    train: NDArray[Any]
    test: NDArray[Any]
    train_labels: NDArray[Any]
    test_labels: NDArray[Any]


class Quantity(NamedTuple):
    """A number known of each test sample (n,), and its unit, empty if it has none."""

    values: NDArray[np.float64]
    unit: str


@dataclass(kw_only=True, eq=False)
class Dataset(ABC):
    """Samples to learn from and held-out samples of the same kind.

    ``train`` and ``test`` are (n, d) float32 maps of files made once in the lab's home, so that
    all runs on a machine share one copy in memory. Raises `aelab.InputError` for bad parameters.
    """

    title: ClassVar[str]
    description: ClassVar[str]
    source: ClassVar[str]
    sample: ClassVar[str]  # what one sample is called, such as "digit"
    sample_shape: ClassVar[tuple[int, ...]]
    classes: ClassVar[tuple[str, ...]]  # names of the labels 0, 1, ...
    span: ClassVar[tuple[float, float]]  # values lie in it, or are clipped to it when drawn
    lit: ClassVar[bool] = False  # whether large values are drawn bright in either theme
    decades: ClassVar[float] = 0  # of a logarithmic scale that images are drawn on; 0 is linear
    advice: ClassVar[Mapping[str, Any]] = {}  # values of model parameters that suit these data
    order: ClassVar[int] = 100

    points: Annotated[
        int, Range(16, 60_000, "m", "Number of samples to learn from.", name="samples", log=True)
    ] = 60_000

    def __post_init__(self) -> None:
        """Check the parameters and map the prepared arrays."""
        for key, value in checked(declared(type(self)), asdict(self), self.title).items():
            setattr(self, key, value)
        arrays = self._prepared()
        self.train, self.train_labels = arrays.train[: self.points], arrays.train_labels
        self.train_labels = self.train_labels[: self.points]
        self.test, self.test_labels = arrays.test, arrays.test_labels

    @abstractmethod
    def load(self) -> Arrays:
        """Read or compute all samples; ``points`` is applied by the caller."""

    def principal(self) -> Principal:
        """Return the principal axes of the training samples, computed once and kept."""
        kept = self._folder / f"principal-{len(self.train)}.npz"
        if not kept.exists():
            packed = io.BytesIO()
            np.savez(packed, **principal(self.train)._asdict())
            write(kept, packed.getvalue())
        with np.load(kept) as arrays:
            return Principal(**arrays)

    # Anomalies: what is learnt from is normal, and some classes are to be found in ``test``.

    @property
    def anomalies(self) -> tuple[int, ...]:
        """The labels that are looked for as anomalous; none where nothing is."""
        return ()

    @cached_property
    def anomalous(self) -> NDArray[np.bool_] | None:
        """Which of the test samples (n,) are anomalous; None where nothing is looked for."""
        return np.isin(self.test_labels, self.anomalies) if self.anomalies else None

    @property
    def views(self) -> tuple[str, ...]:
        """Names of the views that come before those of the model: the anomalies, if any."""
        return ANOMALY_VIEWS if self.anomalies else ()

    def heldout(self, most: int) -> NDArray[np.float32]:
        """Return the first test samples (at most ``most``, d) that are not anomalous."""
        if self.anomalous is None:
            return self.test[:most]
        return self.test[np.flatnonzero(~self.anomalous)[:most]]

    def quantities(self) -> Mapping[str, Quantity]:
        """Return what else is known of the test samples, by name, such as the mass of a jet.

        Of the first one a score can be made independent.
        """
        return {}

    def named(self, name: str) -> NDArray[np.float32] | None:
        """Return the sample (d,) of a name that a page gives it, None if there is none such."""
        return None

    @property
    def masks(self) -> NDArray[np.uint8] | None:
        """Which pixels of the test samples (n, d) are anomalous, as 0 or 1, if that is known."""
        return None

    @property
    def validation(self) -> int:
        """How many of the first test samples are for choosing a threshold, not for a result."""
        return 0

    def score(self, x: NDArray[Any], sigma: float) -> NDArray[np.float64] | None:
        """Return ∇ln p_σ (n, d) at ``x`` (n, d), where it is known exactly.

        p_σ is the density of the samples smoothed by Gaussian noise of standard deviation sigma.
        """
        return None

    @classmethod
    def thumbnail(cls) -> dict[str, Any]:
        """Return a small picture as plain data: some points of the plane, or one image."""
        data = cls()
        if len(cls.sample_shape) == 2:
            low, high = cls.span
            image = np.clip((data.test[0] - low) / (high - low), 0, 1) * 255
            return {"pixels": image.astype(int).tolist(), "shape": list(cls.sample_shape)}
        return {"points": np.round(data.test[:160, :2].astype(float), 3).tolist()}

    def _prepared(self) -> Arrays:
        folder = self._folder = home() / "prepared" / self._digest()
        if not folder.exists():
            self._prepare(folder)
        os.utime(folder)
        return Arrays(*(np.load(folder / f"{n}.npy", mmap_mode="c") for n in Arrays._fields))

    def _digest(self) -> str:
        made_of = asdict(self)
        del made_of["points"]
        whole = hashlib.sha256(json.dumps([self.title, made_of]).encode())
        owners = [owner for owner in type(self).__mro__ if issubclass(owner, Dataset)]
        for module in dict.fromkeys(owner.__module__ for owner in owners):
            whole.update(Path(str(sys.modules[module].__file__)).read_bytes())
        return whole.hexdigest()[:20]

    def _prepare(self, folder: Path) -> None:
        folder.parent.mkdir(parents=True, exist_ok=True)
        half = Path(tempfile.mkdtemp(prefix=".half-", dir=folder.parent))
        for name, array in zip(Arrays._fields, self.load(), strict=True):
            kind = np.uint8 if name.endswith("labels") else np.float32
            np.save(half / f"{name}.npy", np.ascontiguousarray(array, kind))
        try:
            half.rename(folder)
        except OSError:  # another worker was first, with the same content
            shutil.rmtree(half)
        _prune(folder.parent, folder)


def _prune(parent: Path, spared: Path) -> None:
    """Drop the least recently used prepared folders; maps already open stay valid on Linux."""
    folders = sorted(parent.iterdir(), key=lambda f: f.stat().st_mtime, reverse=True)
    kept = 0
    for folder in folders:
        kept += sum(f.stat().st_size for f in folder.iterdir())
        if kept > PREPARED_BYTES and folder != spared and not folder.name.startswith("."):
            shutil.rmtree(folder)


D = TypeVar("D", bound=type[Dataset])


def dataset(title: str) -> Callable[[D], D]:
    """Register a class as the dataset ``title``; its annotated fields are its parameters."""

    def register(owner: D) -> D:
        owner.title = title
        DATASETS.add(title, dataclass(kw_only=True, eq=False)(owner))  # in place
        return owner

    return register
