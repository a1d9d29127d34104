"""House style that ruff does not check: documented parameters, exports, layout and plain names."""

import ast
import re
import symtable
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

import aelab

PACKAGE = Path(aelab.__file__).parent
ROOT = PACKAGE.parent
FILES = sorted(PACKAGE.rglob("*.py"))
BESIDE = ("pages", "tooling", "benchmarks", "docs", "tests")  # where only some rules hold
MANY = 4  # parameters from which each of them is documented
EXPORTING = ("", "models", "datasets", "scores", "theory", "jets", "presets", "bundled")
VAGUE = {"found", "said", "one", "known", "kept", "more"}  # names that do not say what they hold


def public_functions(tree: ast.AST) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """The public functions of a module and the public methods of its public classes."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
            yield from public_functions(node)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            if not node.name.startswith("_"):
                yield node


def parameters(function: ast.FunctionDef | ast.AsyncFunctionDef) -> list[str]:
    """The names of the parameters, without self and cls."""
    given = function.args
    several = [argument for argument in (given.vararg, given.kwarg) if argument]
    names = [a.arg for a in (*given.posonlyargs, *given.args, *given.kwonlyargs, *several)]
    return names[1:] if names[:1] in (["self"], ["cls"]) else names


def raises(function: ast.AST) -> bool:
    """Whether the function itself, not one inside of it, raises a new error."""
    return any(
        (isinstance(node, ast.Raise) and node.exc is not None) or raises(node)
        for node in ast.iter_child_nodes(function)
        if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda)
    )


def stored_names(tree: ast.AST) -> Iterator[tuple[str, int]]:
    """The names of variables and parameters, and their lines."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.id, node.lineno
        if isinstance(node, ast.arg):
            yield node.arg, node.lineno


def functions(table: symtable.SymbolTable) -> Iterator[symtable.SymbolTable]:
    """The functions in a scope, those within others, methods and comprehensions included."""
    for inner in table.get_children():
        if inner.get_type() == "function":
            yield inner
        yield from functions(inner)


def where(path: Path, line: int, name: str) -> str:
    folder = PACKAGE if path.is_relative_to(PACKAGE) else ROOT
    return f"{path.relative_to(folder)}:{line} {name}"


def undocumented(path: Path) -> list[str]:
    """The public functions with many parameters that do not document each of them."""
    missing = []
    for function in public_functions(ast.parse(path.read_text())):
        names, text = parameters(function), ast.get_docstring(function) or ""
        _, _, section = text.partition("Args:")
        documented = set(re.findall(r"^ +\**(\w+):", section, re.MULTILINE))
        if len(names) >= MANY and not documented.issuperset(names):
            missing.append(where(path, function.lineno, function.name))
    return missing


def silent_about_errors(path: Path) -> list[str]:
    """The public functions that raise and whose docstrings do not name an error."""
    return [
        where(path, function.lineno, function.name)
        for function in public_functions(ast.parse(path.read_text()))
        if raises(function)
        and not re.search(r"Raises:|Error\b", ast.get_docstring(function) or "")
    ]


def vague(path: Path) -> list[str]:
    names = stored_names(ast.parse(path.read_text()))
    return [where(path, line, name) for name, line in names if name in VAGUE]


def hiding(path: Path) -> list[str]:
    """The functions with a variable or parameter named like one of their module's own names.

    These are its functions, classes and imports. An import in a function may repeat an import
    that the module makes for the type checker only.
    """
    module = symtable.symtable(path.read_text(), path.name, "exec")
    taken = {
        symbol.get_name()
        for symbol in module.get_symbols()
        if symbol.is_namespace() or symbol.is_imported()
    }
    return [
        where(path, table.get_lineno(), f"{table.get_name()}: {symbol.get_name()}")
        for table in functions(module)
        for symbol in table.get_symbols()
        if symbol.is_local() and not symbol.is_imported() and symbol.get_name() in taken
    ]


def laid_out_by_hand(path: Path) -> list[str]:
    lines = enumerate(path.read_text().splitlines(), 1)
    return [where(path, number, "fmt: skip") for number, line in lines if "# fmt: skip" in line]


RULES = {
    "public functions with many parameters document each": undocumented,
    "public functions that raise say what": silent_about_errors,
    "variables say what they hold": vague,
    "variables hide no function, class or import of their module": hiding,
    "the formatter lays out all code": laid_out_by_hand,
}


@pytest.mark.parametrize("rule", RULES)
def test_the_package_keeps_the_rule(rule: str) -> None:
    assert [entry for path in FILES for entry in RULES[rule](path)] == []


@pytest.mark.parametrize("rule", [vague, hiding, laid_out_by_hand])
@pytest.mark.parametrize("folder", BESIDE)
def test_what_stands_beside_the_package_keeps_the_rules_on_variables_and_layout(
    folder: str, rule: Callable[[Path], list[str]]
) -> None:
    files = sorted((ROOT / folder).rglob("*.py"))
    if folder == "tests":  # fixtures are parameters, and this module has examples to break rules
        files = [path for path in files if path != Path(__file__) and rule is not hiding]
    else:
        assert files
    assert [entry for path in files for entry in rule(path)] == []


@pytest.mark.parametrize("folder", EXPORTING)
def test_a_public_package_declares_its_names(folder: Any) -> None:
    tree = ast.parse((PACKAGE / folder / "__init__.py").read_text())
    assigned = [t for node in tree.body if isinstance(node, ast.Assign) for t in node.targets]
    assert "__all__" in [t.id for t in assigned if isinstance(t, ast.Name)]


def test_the_rules_see_what_they_are_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "module.py"
    path.write_text(
        "def four(a, b, c, d):\n    'Args:\\n        a: it.'\n    raise ValueError\n\n"
        "def fine(a, b, c):\n    found = [a, b,  c]  # fmt: skip\n    return found\n"
    )
    monkeypatch.setattr("tests.architecture.test_style.PACKAGE", tmp_path)
    assert undocumented(path) == silent_about_errors(path) == ["module.py:1 four"]
    assert vague(path) == ["module.py:6 found"]
    assert hiding(path) == []
    path.write_text(
        "import typing\nif typing.TYPE_CHECKING:\n    import json\n\n"
        "class Box:\n    def fine(self, given):\n        import json\n        return json\n\n"
        "def fine(typing):\n    Box = [json for json in typing]\n    return Box\n"
    )
    assert hiding(path) == [
        "module.py:10 fine: typing",
        "module.py:10 fine: Box",
        "module.py:11 listcomp: json",
    ]
    path.write_text("x = (1,  2)  # fmt: skip\n")
    assert laid_out_by_hand(path) == ["module.py:1 fmt: skip"]
