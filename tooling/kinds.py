"""Generates the browser's side of the view kinds: ``python -m tooling.kinds``.

`kinds.d.ts` has the types of layouts and arrays, `required.js` the names of the required ones.
"""

import json
import types
from collections.abc import Iterator
from pathlib import Path
from typing import (
    Annotated,
    Any,
    Literal,
    NotRequired,
    Union,
    get_args,
    get_origin,
    get_type_hints,
)

import aelab
from aelab.training.model_protocols import Level
from aelab.views.kinds import KINDS, Array, Kind
from aelab.views.layouts import Baseline, TypeScript

KIT = Path(aelab.__file__).parent / "web" / "js" / "kit"
HEAD = "// Generated from aelab/views/kinds.py by python -m tooling.kinds; do not edit.\n"
SIMPLE = {str: "string", int: "number", float: "number", bool: "boolean", type(None): "null"}
PARTS = {"float32": "Floats", "int32": "Ints", "uint8": "Bytes"}
SHARED = (Level, Baseline)


def types_text() -> str:
    """Return the text of `kinds.d.ts`."""
    return "\n".join(_types())


def table_text() -> str:
    """Return the text of `required.js`."""
    required = {
        name: {
            "layout": sorted(kind.required),
            "arrays": [key for key, array in kind.arrays.items() if not array.optional],
        }
        for name, kind in KINDS.items()
    }
    lines = (f"  {name}: {_literal(value)}," for name, value in required.items())
    table = "\n".join(lines)
    return (
        f"{HEAD}\n/** Keys of the layout and arrays of a full frame that each kind has to have.\n"
        " *\n * @type {Record<string, { layout: string[], arrays: string[] }>} */\n"
        f"export const REQUIRED = {{\n{table}\n}};\n"
    )


def _literal(value: dict[str, list[str]]) -> str:
    return "{ " + ", ".join(f"{key}: {json.dumps(names)}" for key, names in value.items()) + " }"


def _types() -> Iterator[str]:
    yield HEAD
    yield 'import type { Part } from "./types.d.ts";\n'
    for name, array in zip(
        PARTS.values(), ("Float32Array", "Int32Array", "Uint8Array"), strict=True
    ):
        yield f"export type {name} = Part<{array}>;"
    yield ""
    for shared in SHARED:
        yield from _interface(shared.__name__, get_type_hints(shared, include_extras=True))
    for name, kind in KINDS.items():
        hints = get_type_hints(kind.layout, include_extras=True)
        head = {"name": str, "kind": Literal[name]}
        yield from _interface(f"{name.title()}Layout", head | hints)
        yield from _arrays(name, kind)
    for table, suffix in (("Layouts", "Layout"), ("Arrays", "Arrays")):
        yield f"export interface {table} {{"
        yield from (f"  {name}: {name.title()}{suffix};" for name in KINDS)
        yield "}\n"


def _interface(name: str, hints: dict[str, Any]) -> Iterator[str]:
    yield f"export interface {name} {{"
    for key, hint in hints.items():
        optional = get_origin(hint) is NotRequired
        hint = get_args(hint)[0] if optional else hint
        note = next((n for n in _notes(hint)), "")
        yield f"  {key}{'?' if optional else ''}: {_type(hint)};{f' // {note}' if note else ''}"
    yield "}\n"


def _arrays(name: str, kind: Kind) -> Iterator[str]:
    yield f"export interface {name.title()}Arrays {{"
    for key, array in kind.arrays.items():
        mark = "?" if array.optional else ""
        yield f"  {key}{mark}: {PARTS[array.dtype]}; // {_shape(array)}"
    yield "}\n"


def _shape(array: Array) -> str:
    sizes = ", ".join(map(str, array.shape))
    shape = f"({sizes},)" if len(array.shape) == 1 else f"({sizes})"
    return f"{shape}: {array.note}" if array.note else shape


def _notes(hint: Any) -> list[str]:
    extras = get_args(hint)[1:] if get_origin(hint) is Annotated else ()
    return [note for note in extras if type(note) is str]


def _type(hint: Any) -> str:
    """Return the TypeScript of a type of a layout."""
    if hint in SIMPLE:
        return SIMPLE[hint]
    origin, arguments = get_origin(hint), get_args(hint)
    if origin is Annotated:
        own = [extra for extra in arguments[1:] if isinstance(extra, TypeScript)]
        return own[0] if own else _type(arguments[0])
    if origin is Literal:
        return " | ".join(json.dumps(value) for value in arguments)
    if origin in (Union, types.UnionType):
        return " | ".join(map(_type, arguments))
    if origin is list:
        inner = _type(arguments[0])
        return f"({inner})[]" if " | " in inner else f"{inner}[]"
    if origin is dict:
        return f"Record<{_type(arguments[0])}, {_type(arguments[1])}>"
    if hint in SHARED:
        return str(hint.__name__)
    raise TypeError(f"There is no TypeScript for {hint}.")


def main() -> None:
    """Write both files."""
    (KIT / "kinds.d.ts").write_text(types_text())
    (KIT / "required.js").write_text(table_text())


if __name__ == "__main__":
    main()
