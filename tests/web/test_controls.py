"""Links, formulas, thumbnails and the settings that the pages rest on."""

import base64
import json
import re
import subprocess
import sys
import tomllib
import zlib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

import pytest
from streamlit import config

from aelab import catalogue
from aelab.catalogue import Catalogue, Entry
from aelab.params import Choice, Field, Range, Widths
from aelab.presets import PRESETS
from aelab.presets.preset import Preset
from aelab.spec import Spec
from aelab.web import controls, formula, link, theme, widgets

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def entries() -> Catalogue:
    catalogue.make()
    entries = catalogue.read()
    assert entries is not None
    return entries


# Links


@pytest.mark.parametrize("preset", PRESETS, ids=lambda p: p.slug)
def test_a_link_leads_back_to_what_it_was_made_of(entries: Catalogue, preset: Preset) -> None:
    chosen = link.of(preset, entries)
    chosen["seed"] = 11
    query = dict(parse_qsl(link.share(chosen, entries).removeprefix("?")))
    assert link.read(query, entries) == (chosen, [])


def test_a_link_names_data_and_model_and_what_is_not_default(entries: Catalogue) -> None:
    spec = Spec(
        dataset="two-moons",
        model="autoencoder",
        dataset_params={"noise": 0.1, "points": 2000},
        model_params={"widths": (32, 8), "rate": 0.003},
    )
    assert link.write(link.of(spec, entries), entries) == {
        "dataset": "two-moons",
        "model": "autoencoder",
        "data.noise": "0.1",
        "widths": "32-8",
        "rate": "0.003",
    }


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [
        ("latent", "2000", 1024),
        ("latent", "-3", 1),
        ("latent", "2.7", 3),
        ("beta", "inf", 1.0),
        ("beta", "1e308", 20.0),
        ("beta", "", 1.0),
        ("likelihood", "bernoulli", "by the data"),
        ("widths", "64-0", (256, 64)),
        ("widths", "1" * 10_000, (256, 64)),
        ("rate", "0x10", 0.001),
        ("data.digits", "", tuple("0123456789")),
    ],
)
def test_a_bad_value_is_mended_and_told(
    entries: Catalogue, name: str, text: str, value: tuple[int | str, ...] | float | str
) -> None:
    query = {"dataset": "mnist", "model": "vae", name: text}
    chosen, problems = link.read(query, entries)
    field, owner = link.fields(entries, chosen)[name]
    assert chosen[owner].get(field.key, field.default) == value
    assert len(problems) == 1
    assert link.told(problems).count(". ") == 0


def test_many_problems_are_still_one_short_sentence(entries: Catalogue) -> None:
    query = {f"no such {'x' * 500}{i}": "y" * 5000 for i in range(300)}
    _, problems = link.read(query, entries)
    assert len(link.told(problems)) < 400
    assert "297 more" in link.told(problems)


def test_a_link_with_every_value_exact_is_not_mended(entries: Catalogue) -> None:
    for model, entry in entries.models.items():
        query = {"model": model, "dataset": "mnist"}
        query |= {k: f.declaration.text(f.default) for k, f in entry.fields.items() if k != "seed"}
        assert link.read(query, entries)[1] == []


def test_what_was_changed_by_hand_survives_another_model(entries: Catalogue) -> None:
    last = link.bare("mnist", "autoencoder")
    last["model_params"] = {"latent": 7, "error": "cross-entropy"}
    last["seed"] = 3
    after = controls.switched(last, "mnist", "vae", entries)
    assert after["model_params"]["latent"] == 7
    assert "error" not in after["model_params"]
    assert after["seed"] == 3


def test_a_code_too_large_for_other_data_is_left_behind(entries: Catalogue) -> None:
    last = link.bare("mnist", "pca")
    last["model_params"] = {"latent": 30}
    after = controls.switched(last, "two-moons", "pca", entries)
    latent = after["model_params"].get("latent", 2)
    assert isinstance(latent, int) and latent <= 2


def test_only_what_cannot_be_learnt_limits_the_code(entries: Catalogue) -> None:
    for title, entry in entries.models.items():
        field, _ = link.fields(entries, link.bare("two-moons", title))["latent"]
        declared, limited = entry.fields["latent"].declaration, field.declaration
        assert isinstance(declared, Range) and isinstance(limited, Range)
        assert limited.high == (declared.high if entry.overcomplete else 2)


# Formulas


def entry(text: str, **fields: Range) -> Entry:
    declared = {k: Field(k, 4.0, limits) for k, limits in fields.items()}
    return Entry("a-model", "A model", declared, "", formula=text, terms=("a", "b"))


def test_terms_are_split_where_no_bracket_is_open() -> None:
    assert formula.terms(r"J = \|x + y\| + \beta (a + b) + {c + d}") == (
        "J",
        [r"\|x", r"y\|", r"\beta (a + b)", "{c + d}"],
    )


def test_every_model_has_as_many_coloured_terms_as_it_declares(entries: Catalogue) -> None:
    for model in entries.models.values():
        texts = [model.formula] if isinstance(model.formula, str) else model.formula.values()
        for text in texts if model.minimises else ():
            assert len(formula.terms(text)[1]) == len(model.terms), text


def test_values_replace_symbols_that_stand_alone() -> None:
    made = entry(r"J = a + \beta\,\mathrm{KL} + \beta_0", beta=Range(0, 9, r"\beta", ""))
    assert formula.valued(made, {}) == r"J = a + {4}\,\mathrm{KL} + \beta_0"
    assert formula.valued(made, {"beta": 1e-5}) == (
        r"J = a + {1\cdot 10^{-5}}\,\mathrm{KL} + \beta_0"
    )


def test_a_formula_without_weights_is_not_repeated() -> None:
    assert formula.valued(entry("J = a", latent=Range(0, 9, "k", "")), {}) == ""


def test_a_rule_is_in_one_colour() -> None:
    made = entry(r"w = \beta\,x + y", beta=Range(0, 9, r"\beta", ""))
    assert formula.lines(made, {})[0] == r"$w =$ :blue[$\beta\,x$] :orange[${}+y$]"
    made = replace(made, minimises=False)
    assert formula.lines(made, {"beta": 2}) == [r"$w = \beta\,x + y$", r"$w = {2}\,x + y$"]


# What is drawn


def test_text_from_outside_is_shown_as_it_is_written() -> None:
    assert theme.plain("a\n:red[x] <b>") == r"a \:red\[x\] \<b\>"
    assert theme.plain("$x$ ![](y)") == r"\$x\$ \!\[\]\(y\)"
    assert "\x00" not in theme.plain("a\x00b")


def test_an_image_becomes_a_mask_with_its_values_as_opacity() -> None:
    uri = theme.thumbnail({"pixels": [0, 255, 128, 7], "shape": [2, 2]})
    head, _, code = uri.partition(",")
    png = base64.b64decode(code)
    assert head == "data:image/png;base64"
    length = int.from_bytes(png[33:37])
    assert zlib.decompress(png[41 : 41 + length]) == bytes([0, 0, 0, 0, 255, 0, 0, 128, 0, 7])


@pytest.mark.parametrize("stretch", [(1, 1), (9, 1), (1, 9), (0, 1), (0, 0)])
def test_points_of_any_aspect_lie_within_the_thumbnail(stretch: tuple[int, int]) -> None:
    a, b = stretch
    points = [[5 + a * x / 10, -70 + b * y / 10] for x in range(11) for y in range(11)]
    svg = base64.b64decode(theme.thumbnail({"points": points}).partition(",")[2]).decode()
    places = [tuple(map(float, p)) for p in re.findall(r"M(-?[\d.]+) (-?[\d.]+)h0", svg)]
    assert len(places) == len(points)
    assert all(1 <= x <= theme.WIDE - 1 and 1 <= y <= theme.HIGH - 1 for x, y in places)


def test_every_dataset_has_a_thumbnail_and_it_is_small(entries: Catalogue) -> None:
    for dataset in entries.datasets.values():
        assert 100 < len(theme.thumbnail(dataset.thumbnail)) < 8000


def test_a_step_divides_a_range_into_about_a_hundred() -> None:
    for span in (0.05, 0.5, 1, 3, 20, 700):
        assert 50 <= span / widgets.step(span) <= 200


def test_what_a_widget_holds_reads_back_as_the_value() -> None:
    for declaration, value in (
        (Range(0, 1, "x", "", integer=False), 0.3),
        (Widths(1, 512, "n", ""), (256, 64)),
        (Choice(("a", "b"), "c", "", several=True), ("a", "b")),
        (Choice(("a", "b"), "c", ""), "b"),
    ):
        field = Field("key", value, declaration)
        assert widgets.parsed(field, widgets.shown(field, value)) == value


# Settings


def settings() -> dict[str, Any]:
    return tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text())


def test_the_collection_after_each_rerun_is_off_and_the_option_still_exists() -> None:
    assert "runner.postScriptGC" in config.get_config_options()
    assert settings()["runner"]["postScriptGC"] is False


def test_every_setting_is_known_to_streamlit() -> None:
    options = set(config.get_config_options())

    def names(part: dict[str, Any], prefix: str) -> Iterator[str]:
        for key, value in part.items():
            if isinstance(value, dict):
                yield from names(value, f"{prefix}{key}.")
            else:
                yield f"{prefix}{key}"

    assert set(names(settings(), "")) <= options


def test_the_lab_is_closed_by_default() -> None:
    values = settings()
    assert values["server"]["address"] == "127.0.0.1"
    assert values["server"]["enableXsrfProtection"] is True
    assert values["server"]["enableCORS"] is True
    assert values["server"]["enableStaticServing"] is False
    assert values["client"]["showErrorDetails"] == "none"
    assert values["browser"]["gatherUsageStats"] is False


def test_the_server_file_does_nothing_when_a_child_imports_it_again() -> None:
    code = (
        "import runpy, json, sys;"
        f"made = runpy.run_path({str(ROOT / 'app.py')!r}, run_name='__mp_main__');"
        "print(json.dumps(['app' in made, 'aelab' in sys.modules]))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True)
    assert json.loads(done.stdout) == [False, False]
