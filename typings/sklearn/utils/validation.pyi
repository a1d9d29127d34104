from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

def check_is_fitted(estimator: object) -> None: ...
def validate_data(
    estimator: object, X: Any, *, reset: bool, dtype: Sequence[type[np.floating[Any]]]
) -> NDArray[Any]: ...
