"""What a protocol asks for, and whether a thing has it."""

import inspect
from typing import Any, Generic, Protocol

NO_PROTOCOL = (object, Protocol, Generic)


def members(protocol: Any) -> Any:
    """The names of the members of a protocol, with those of its bases."""
    bases = [base for base in protocol.__mro__ if base not in NO_PROTOCOL]
    names = [name for base in bases for name in (*vars(base), *base.__annotations__)]
    return sorted({name for name in names if not name.startswith("_")})


def parameters(method: Any) -> Any:
    """The names, kinds and defaults of what a method takes, without self."""
    return [
        (p.name, p.kind, p.default)
        for p in inspect.signature(method).parameters.values()
        if p.name != "self"
    ]


def check(protocol: Any, thing: Any) -> None:
    """Check that a thing has all members of a protocol, and that its methods take the same."""
    for name in members(protocol):
        present = inspect.getattr_static(thing, name, None) is not None or hasattr(thing, name)
        assert present, f"{type(thing).__name__} has no {name}"
        declared = inspect.getattr_static(protocol, name, None)
        if inspect.isfunction(declared):
            assert parameters(getattr(thing, name)) == parameters(declared), name
