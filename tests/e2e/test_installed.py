"""The lab as it is installed from a wheel, in a fresh environment whose path has a space."""

import os
import shutil
import site
import subprocess
import sys
import venv
import zipfile
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

import aelab
from tests.contributing import example
from tooling.lab import Lab
from tooling.server import ROOT, answering, free_port

pytestmark = pytest.mark.e2e

OURS = ("pages", "app", "tests", "docs", "benchmarks", "tooling", "build_wheel")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """The wheel, built from a copy without what was built before."""
    there = tmp_path_factory.mktemp("source") / "lab"
    built = (".venv", ".git", "*_cache", "__pycache__", "*.egg-info", "node_modules", "build")
    left_out = shutil.ignore_patterns(*built)
    shutil.copytree(ROOT, there, ignore=left_out)
    made = there / "made"
    build = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation"]
    subprocess.run([*build, "--wheel-dir", str(made), str(there)], check=True, timeout=100)
    return next(made.glob("*.whl"))


def programs(environment: Any) -> Any:
    """The folder with the programs of an environment."""
    return environment / ("Scripts" if os.name == "nt" else "bin")


def install(environment: Any, wheel: Any) -> None:
    """Install a wheel into an environment, with the pip of the tests."""
    command = [sys.executable, "-m", "pip", "--python", str(programs(environment) / "python")]
    command += ["install", "--quiet", "--no-deps", "--no-index", str(wheel)]
    subprocess.run(command, check=True, timeout=100)


@pytest.fixture(scope="module")
def environment(wheel: Any, tmp_path_factory: pytest.TempPathFactory) -> Any:
    """A fresh environment with the wheel installed.

    What the lab depends on comes from the environment of the tests, but for the lab itself.
    """
    folder = tmp_path_factory.mktemp("a lab") / "my environment"
    venv.create(folder)
    packages = next(folder.rglob("site-packages"))
    (packages / "dependencies.pth").write_text("\n".join(site.getsitepackages()))
    install(folder, wheel)
    return folder


@pytest.fixture(scope="module")
def installed(environment: Any) -> Any:
    """Return what runs a program of the environment."""
    folder = environment.parent
    clean = {k: v for k, v in os.environ.items() if k != "PYTHONPATH"}

    def begin(program: Any, *arguments: Any, **options: Any) -> Any:
        return subprocess.Popen(
            [str(programs(environment) / program), *arguments],
            cwd=folder,
            env=clean | {"AELAB_HOME": str(folder / "its home")},
            text=True,
            **options,
        )

    return begin


@pytest.fixture(scope="module")
def extended(environment: Any, installed: Any, tmp_path_factory: pytest.TempPathFactory) -> Any:
    """The same environment with a package that has a dataset, a score and a view for the lab."""
    folder = tmp_path_factory.mktemp("package")
    about = "tiny-1.0.dist-info"
    content = {f"tiny/{kind}.py": example(kind) for kind in ("dataset", "score", "view")}
    points = "\n".join(f"{kind} = tiny.{kind}" for kind in ("dataset", "score", "view"))
    content |= {
        "tiny/__init__.py": "",
        f"{about}/METADATA": "Metadata-Version: 2.1\nName: tiny\nVersion: 1.0\n",
        f"{about}/WHEEL": "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
        f"{about}/entry_points.txt": f"[aelab.plugins]\n{points}\n",
        f"{about}/RECORD": "",
    }
    with zipfile.ZipFile(folder / "tiny-1.0-py3-none-any.whl", "w") as file:
        for name, text in content.items():
            file.writestr(name, text)
        package = str(file.filename)
    install(environment, package)
    return installed


def output(process: Any) -> Any:
    text, _ = process.communicate(timeout=60)
    assert process.returncode == 0, text
    return text.strip()


def test_a_wheel_has_the_package_and_nothing_beside_it(wheel: Any) -> None:
    with zipfile.ZipFile(wheel) as file:
        names = file.namelist()
    assert {Path(name).parts[0].partition("-")[0] for name in names} == {"aelab"}
    pages = {Path(name).name for name in names if name.startswith("aelab/site/pages/")}
    assert pages == {path.name for path in (ROOT / "pages").glob("*.py")}
    ours = {p.relative_to(ROOT).as_posix() for p in (ROOT / "aelab").rglob("*") if p.is_file()}
    assert {name for name in ours if "__pycache__" not in name} <= set(names)


def test_only_the_package_can_be_imported_and_it_says_its_version(installed: Any) -> None:
    find = f"import importlib.util as u; print([n for n in {OURS} if u.find_spec(n)])"
    assert output(installed("python", "-c", find, stdout=subprocess.PIPE)) == "[]"
    where = output(installed("python", "-c", "import aelab; print(aelab.__file__)", stdout=-1))
    assert "my environment" in where
    version = output(installed("aelab", "--version", stdout=subprocess.PIPE))
    assert version == f"aelab {aelab.__version__}"


def test_the_command_starts_the_lab_and_a_run_of_it_ends(installed: Any, browser: Browser) -> None:
    port = free_port()
    server = installed("aelab", "lab", "--port", str(port), stdout=subprocess.DEVNULL)
    try:
        answering(f"http://127.0.0.1:{port}/_stcore/health", server)
        page = browser.new_page()
        page.goto(f"http://127.0.0.1:{port}/?dataset=Two+moons&model=PCA&latent=1&seed=3")
        Lab(page).until("finished", 60)
        page.goto(f"http://127.0.0.1:{port}/pca")
        page.get_by_role("heading", name="PCA", exact=True).first.wait_for()
        page.close()
    finally:
        server.terminate()
        server.wait(20)


def test_a_file_and_a_package_add_to_the_installed_lab(
    extended: Any, browser: Browser, tmp_path: Path
) -> None:
    port, file = free_port(), tmp_path / "my model.py"
    file.write_text(example("model"))
    start = ("lab", "--port", str(port), "--with", str(file))
    server = extended("aelab", *start, stdout=subprocess.DEVNULL)
    try:
        answering(f"http://127.0.0.1:{port}/_stcore/health", server)
        page = browser.new_page()
        chosen = "dataset=example-lissajous&model=example-shrinking&epochs=1&lam=0.01"
        page.goto(f"http://127.0.0.1:{port}/?{chosen}")
        Lab(page).until("finished", 60)
        page.get_by_role("radiogroup").get_by_text("Example: Shrinking", exact=True).wait_for()
        places = page.locator("select:has(option[value=example-feature-errors])")
        places.first.select_option("example-feature-errors")
        page.goto(f"http://127.0.0.1:{port}/reference")
        page.get_by_text("Example: Sum of the pixels").first.wait_for()
        page.close()
    finally:
        server.terminate()
        server.wait(20)


def test_an_installed_lab_does_not_start_with_a_mistake_and_names_it(
    installed: Any, tmp_path: Path
) -> None:
    file = tmp_path / "my model.py"
    file.write_text("x = = 3")
    server = installed("aelab", "lab", "--with", str(file), stderr=subprocess.PIPE)
    _, told = server.communicate(timeout=60)
    assert server.returncode != 0
    assert told == "my model.py has a mistake in line 1: invalid syntax.\n"
