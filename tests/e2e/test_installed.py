"""The lab as it is installed from a wheel, in a fresh environment whose path has a space."""

import os
import shutil
import site
import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest

import aelab
from tests.e2e.conftest import ROOT, answering, free_port
from tests.e2e.lab import Lab

pytestmark = pytest.mark.e2e

OURS = ("pages", "app", "tests", "docs", "benchmarks", "build_wheel")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    """The wheel, built from a copy without what was built before."""
    there = tmp_path_factory.mktemp("source") / "lab"
    left_out = shutil.ignore_patterns(".venv", ".git", "*_cache", "__pycache__", "*.egg-info")
    shutil.copytree(ROOT, there, ignore=left_out)
    made = there / "made"
    build = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation"]
    subprocess.run([*build, "--wheel-dir", str(made), str(there)], check=True, timeout=100)
    return next(made.glob("*.whl"))


@pytest.fixture(scope="module")
def installed(wheel, tmp_path_factory):
    """Return what runs a program of a fresh environment, which has the wheel installed.

    What the lab depends on comes from the environment of the tests, but for the lab itself.
    """
    folder = tmp_path_factory.mktemp("a lab")
    environment = folder / "my environment"
    venv.create(environment, with_pip=True)
    programs = environment / ("Scripts" if os.name == "nt" else "bin")
    packages = next(environment.rglob("site-packages"))
    (packages / "dependencies.pth").write_text("\n".join(site.getsitepackages()))
    clean = {k: v for k, v in os.environ.items() if k != "PYTHONPATH"}

    def begin(program, *arguments, **more):
        return subprocess.Popen(
            [str(programs / program), *arguments],
            cwd=folder,
            env=clean | {"AELAB_HOME": str(folder / "its home")},
            text=True,
            **more,
        )

    install = ("-m", "pip", "install", "--quiet", "--no-deps", "--no-index", str(wheel))
    assert begin("python", *install).wait(100) == 0
    return begin


def output(process):
    said, _ = process.communicate(timeout=60)
    assert process.returncode == 0, said
    return said.strip()


def test_a_wheel_has_the_package_and_nothing_beside_it(wheel):
    with zipfile.ZipFile(wheel) as file:
        names = file.namelist()
    assert {Path(name).parts[0].partition("-")[0] for name in names} == {"aelab"}
    pages = {Path(name).name for name in names if name.startswith("aelab/site/pages/")}
    assert pages == {path.name for path in (ROOT / "pages").glob("*.py")}
    ours = {p.relative_to(ROOT).as_posix() for p in (ROOT / "aelab").rglob("*") if p.is_file()}
    assert {name for name in ours if "__pycache__" not in name} <= set(names)


def test_only_the_package_can_be_imported_and_it_says_its_version(installed):
    find = f"import importlib.util as u; print([n for n in {OURS} if u.find_spec(n)])"
    assert output(installed("python", "-c", find, stdout=subprocess.PIPE)) == "[]"
    where = output(installed("python", "-c", "import aelab; print(aelab.__file__)", stdout=-1))
    assert "my environment" in where
    version = output(installed("aelab", "--version", stdout=subprocess.PIPE))
    assert version == f"aelab {aelab.__version__}"


def test_the_command_starts_the_lab_and_a_run_of_it_ends(installed, browser):
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
