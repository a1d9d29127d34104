"""What holds for every dataset."""

import numpy as np

from aelab.contract.base import POINTS, require
from aelab.datasets.base import Dataset
from aelab.params import declared
from aelab.registry import MODELS


def has_two_parts_with_labels(dataset: type[Dataset]) -> None:
    """Check that a dataset is two parts of finite float32 samples, with labels of its classes."""
    data = dataset(points=POINTS)
    d = int(np.prod(data.sample_shape))
    require(data.train.shape == (POINTS, d), f"`train` has the shape {data.train.shape}.")
    require(data.test.shape[1] == d, f"`test` has the shape {data.test.shape}.")
    require(data.train.dtype == data.test.dtype == np.float32, "Samples have to be float32.")
    require(len(data.train_labels) == POINTS, "`train` has not a label for each sample.")
    require(len(data.test_labels) == len(data.test), "`test` has not a label for each sample.")
    require(isinstance(data.train, np.memmap), f"The samples are not kept: {data.unkept}")
    require(np.isfinite(data.train).all(), "Some samples are not finite.")
    require(data.test_labels.max() < len(data.classes), "A label has no name in `classes`.")
    require(data.description and data.source, "`description` and `source` have to say something.")


def holds_out_its_test(dataset: type[Dataset]) -> None:
    """Check that no held-out sample is learnt from."""
    data = dataset()
    learnt = {row.tobytes() for row in data.train}
    held_out = not any(row.tobytes() in learnt for row in data.test[:500])
    require(held_out, "Some samples of `test` are in `train`, too.")


def gives_the_same_samples(dataset: type[Dataset]) -> None:
    """Check that the same parameters give the same samples, however many are taken."""
    fewer, all_of_them = dataset(points=POINTS // 2).train, dataset(points=POINTS).train
    same = np.array_equal(fewer, all_of_them[: POINTS // 2])
    require(same, "Fewer points have to be the first of more points.")


def advises_within_ranges(dataset: type[Dataset]) -> None:
    """Check that advice for models names parameters, with values within their ranges."""
    for key, value in dataset.advice.items():
        fields = [declared(m)[key] for m in MODELS.values() if key in declared(m)]
        require(fields, f"`advice` is for “{key}”, which no model has.")
        for field in fields:
            require(field.declaration.check(value) == value, f"`advice` gives {key} = {value}.")
