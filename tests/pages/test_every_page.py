"""Every page × every model and dataset in its link, any look, widget and picture of a run."""

import gzip
import random
from collections.abc import Callable
from typing import Any
from unittest.mock import MagicMock

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from aelab import catalogue, frames
from aelab.catalogue import Catalogue
from aelab.frames import Part
from aelab.lecture.demos import DEMOS
from aelab.presets import PRESETS, SHIPPED
from aelab.presets.anomaly import TASKS
from aelab.runs.protocol import State
from aelab.web import link
from tests.notes import SCRIPT, Notes, Record

pytestmark = pytest.mark.slow

PAGES = SCRIPT.parents[2] / "pages"
NAMES = [page.stem for page in sorted(PAGES.glob("*.py"))]
STAGED = list(DEMOS)  # pages that train what they speak of
CHOOSING = [*STAGED, "lab", "anomaly"]  # pages that read what a link chooses
MOVED = ("slider", "select_slider", "selectbox", "radio", "number_input", "button_group")
STATES = 2  # of the widgets of each page
THIN = "\N{NARROW NO-BREAK SPACE}"  # between thousands
LOOKS = {
    "score": "distance-to-mean",
    "flat": "1",
    "axes": "3.12",
    "views": "scores.roc.loss",
    "pace": "100",
    "present": "1",
    "run": "run-of-nobody",
}


@pytest.fixture
def undrawn(monkeypatch: pytest.MonkeyPatch) -> None:
    """Draw no figures: most of the time of a page, and the same whatever a link says."""

    def figure(*args: Any, **kwargs: Any) -> Any:
        return MagicMock(**{"to_json.return_value": "{}"})

    monkeypatch.setattr("plotly.graph_objects.Figure", figure)


def opened(name: Any, query: Any = None) -> Any:
    page = AppTest.from_file(str(PAGES / f"{name}.py"), default_timeout=60)
    for key, value in (query or {}).items():
        page.query_params[key] = value
    page.run()
    assert not page.exception, (name, query, page.exception)
    return page


def entries() -> Catalogue:
    made = catalogue.read()
    assert made is not None
    return made


def pairs(seed: Any) -> Any:
    """Return pairs of dataset and model: each dataset, each model, and some more by chance."""
    listed, rng = entries(), random.Random(seed)
    datasets, models = list(listed.datasets), list(listed.models)
    rng.shuffle(datasets)
    rng.shuffle(models)
    return [(data, models[i % len(models)]) for i, data in enumerate(datasets)]


# Links.


@pytest.mark.parametrize("name", CHOOSING)
def test_every_page_opens_with_every_model_and_every_dataset_in_its_link(
    notes: Notes, undrawn: None, name: str
) -> None:
    for dataset, model in pairs(name):
        opened(name, {"dataset": dataset, "model": model})


@pytest.mark.parametrize("name", NAMES)
def test_every_page_opens_with_all_looks_and_the_settings_of_another_page(
    notes: Notes, name: str
) -> None:
    listed = entries()
    others = [p for page, demos in DEMOS.items() if page != name for p in demos]
    preset = random.Random(name).choice([*others, *PRESETS, *TASKS])
    opened(name, link.write(link.of(preset, listed), listed) | LOOKS)


@pytest.mark.parametrize("name", STAGED)
def test_a_page_that_speaks_of_other_models_says_so_and_shows_its_first_demo(
    notes: Notes, name: str
) -> None:
    page = opened(name, {"dataset": "checkerboard", "model": "pca"})
    first = DEMOS[name][0]
    assert page.session_state["chosen"]["model"] == first.model
    assert page.session_state["shown"]["preset"]["name"] == first.name
    assert any("no runs of the PCA on Checkerboard" in w.value for w in page.warning)


def test_a_link_brings_the_demo_of_its_model_and_dataset_to_the_stage(notes: Notes) -> None:
    chosen = {"dataset": "ring-of-gaussians", "model": "contractive", "lam": "0.3"}
    page = opened("regularised", chosen)
    assert page.sidebar.header[0].value == "Contractive"
    assert not page.warning or "no runs" not in page.warning[0].value


# Widgets.


def moved(widget: Any, rng: Any) -> None:
    """Set a widget to another value that it offers."""
    kind = widget.type
    if kind in ("slider", "number_input"):
        low, high = widget.min, widget.max
        step = widget.step or 1
        value = low + step * rng.randrange(int((high - low) / step) + 1)
        widget.set_value(type(low)(min(max(value, low), high)))
    elif kind in ("select_slider", "radio", "selectbox") and widget.options:
        chosen = rng.choice(list(widget.options))  # as it is shown
        number = isinstance(widget.value, int | float)
        widget.set_value(type(widget.value)(chosen.replace(THIN, "")) if number else chosen)
    elif kind == "button_group" and widget.options:
        current = widget.value[0] if isinstance(widget.value, list) else widget.value
        chosen = type(current)(rng.choice(widget.options))
        widget.set_value([chosen] if isinstance(widget.value, list) else chosen)


@pytest.mark.parametrize("name", NAMES)
def test_every_page_stays_whole_whatever_its_widgets_are_set_to(notes: Notes, name: str) -> None:
    page, rng = opened(name), random.Random(name)
    for _ in range(STATES):
        for kind in MOVED:
            for widget in page.get(kind):
                moved(widget, rng)
        page.run()
        assert not page.exception, (name, page.exception)


def drawn_with(widget: Any) -> Any:
    """Return the value that a browser takes which has seen the widget in the last rerun alone."""
    default, kind, now = widget.proto.default, widget.type, widget.value
    if kind == "button_group":
        several = isinstance(now, list)
        value = now[0] if several else now
        chosen = [type(value)(widget.options[i]) for i in default]
        return chosen if several else next(iter(chosen), None)
    if kind in ("select_slider", "radio", "selectbox"):
        option = widget.options[int(default[0] if kind == "select_slider" else default)]
        return type(now)(option.replace(THIN, "")) if isinstance(now, int | float) else option
    return default[0] if kind == "slider" else default


def values(page: Any) -> Any:
    """Return each widget's value and the one it is drawn with; questions have none at first."""
    kinds = (*MOVED, "text_input", "checkbox")
    widgets = [w for kind in kinds for w in page.get(kind) if w.value is not None]
    told = ("radio", "selectbox")  # whose options have words of their own
    now = {w.key: w.format_func(w.value) if w.type in told else w.value for w in widgets}
    return now, {w.key: drawn_with(w) for w in widgets}


@pytest.mark.parametrize("name", NAMES)
def test_a_widget_is_drawn_with_its_value_for_a_browser_that_has_missed_the_rerun_before(
    notes: Notes, undrawn: None, name: str
) -> None:
    listed, rng = entries(), random.Random(name)
    query = link.write(link.of(rng.choice(DEMOS.get(name, PRESETS)[1:]), listed), listed)
    page = opened(name, query | {"seed": "7", "class": "QCD", "jet": "3"})
    page.run()
    now, drawn = values(page)
    assert now == drawn, {key: (now[key], drawn[key]) for key in now if now[key] != drawn[key]}


# Pictures.


def shipped(slug: Any) -> Any:
    return gzip.decompress((SHIPPED / f"{slug}.frame.gz").read_bytes())


def emptied(header: Any, parts: Any) -> Any:
    """Return a frame in which no curve has begun and no sample has come."""
    return frames.pack(header, [Part(p.name, p.array[:0]) for p in parts])


def unknown(header: Any, parts: Any) -> Any:
    """Return a frame in which no number is known."""
    none = [
        Part(p.name, np.full_like(p.array, np.nan)) if p.array.dtype.kind == "f" else p
        for p in parts
    ]
    views = [view | {"levels": [{"label": "", "value": np.nan}]} for view in header["views"]]
    return frames.pack(header | {"views": views}, none)


def bare(header: Any, parts: Any) -> Any:
    """Return a frame without any view."""
    return frames.pack(header | {"views": []}, [])


def flat(header: Any, parts: Any) -> Any:
    """Return a frame whose arrays have another shape."""
    return frames.pack(header, [Part(p.name, p.array.reshape(-1)[:3]) for p in parts])


MANGLED = [emptied, unknown, bare, flat]


def of_another(slug: Any) -> Any:
    """Return the picture of another model, which has other views."""
    return shipped("pca-line" if slug != "pca-line" else "ae-moons")


@pytest.mark.filterwarnings("ignore::RuntimeWarning")  # of no numbers
@pytest.mark.parametrize("name", STAGED)
def test_a_page_stays_whole_whatever_the_picture_of_its_run_lacks(notes: Notes, name: str) -> None:
    listed = entries()
    ways = [*MANGLED, None]
    for i, demo in enumerate(DEMOS[name]):
        whole = frames.unpack(shipped(demo.slug))
        way = ways[(i + len(name)) % len(ways)]
        frame = way(*whole) if way else of_another(demo.slug)
        notes.runs["abc"] = Record(demo.spec, "me", State.RUNNING, 0, frame)
        query = link.write(link.of(demo, listed), listed) | {"run": "abc"}
        page = opened(name, query)
        assert page.session_state["run"] == "abc"
        text = "\n".join(m.value for m in page.main.markdown)
        assert "measured nan" not in text and "measured inf" not in text


def verdicts(name: str) -> None:
    from aelab.lecture.core.claim import CLAIMS
    from aelab.web.lecture.stage import Stage

    stage = Stage(name)
    slugs = {demo.slug for demo in stage.demos}
    for claim in CLAIMS.values():
        if claim.demo in slugs:
            stage.verdict(claim.slug, claim.demo)


@pytest.mark.filterwarnings("ignore::RuntimeWarning")
@pytest.mark.parametrize("way", MANGLED)
@pytest.mark.parametrize("name", STAGED)
def test_no_claim_ends_a_page_whatever_the_picture_it_is_measured_from(
    notes: Notes, name: str, way: Callable[..., Any]
) -> None:
    listed = entries()
    for demo in DEMOS[name]:
        frame = way(*frames.unpack(shipped(demo.slug)))
        notes.runs["abc"] = Record(demo.spec, "me", State.RUNNING, 0, frame)
        page = AppTest.from_function(verdicts, args=(name,), default_timeout=30)
        for key, value in link.write(link.of(demo, listed), listed).items():
            page.query_params[key] = value
        page.query_params["run"] = "abc"
        page.run()
        assert not page.exception, (demo.slug, page.exception)
