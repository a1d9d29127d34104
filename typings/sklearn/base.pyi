from typing import Any, Self

from numpy.typing import NDArray

class _TransformerTags:
    preserves_dtype: list[str]

class _Tags:
    transformer_tags: _TransformerTags | None

class BaseEstimator:
    def get_params(self, deep: bool = True) -> dict[str, Any]: ...
    def set_params(self, **params: Any) -> Self: ...
    def __sklearn_tags__(self) -> _Tags: ...

class TransformerMixin:
    def fit_transform(self, X: Any, y: Any = None, **fit_params: Any) -> NDArray[Any]: ...

class ClassNamePrefixFeaturesOutMixin:
    def get_feature_names_out(self, input_features: Any = None) -> NDArray[Any]: ...
