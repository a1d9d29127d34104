"""Data of one's own in the sidebar: uploaded, drawn, refused, found again."""

from pathlib import Path
from tempfile import TemporaryFile
from typing import Any

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from aelab.uploads import parser, store
from aelab.web import theme
from aelab.web.uploads import arrivals, own
from tests.notes import Notes, SessionState, opened, query, shown
from tests.uploaded import X, npz

OUTSIDE_UNICODE = np.full(20, 0xFFFFFFFF, np.uint32).view("<U1")


@pytest.fixture
def home(cluster: Notes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give own data an empty store."""
    monkeypatch.setattr(store, "home", lambda: tmp_path)
    store._about.cache_clear()
    return tmp_path / "data"


def table(features: int = 4, classes: int = 3) -> bytes:
    head = ",".join([*(f"x{i}" for i in range(features)), "class"])
    rows = (f"{','.join([str(i)] * features)},c{i % classes}" for i in range(30))
    return "\n".join([head, *rows]).encode()


def uploaded(page: AppTest, name: str, content: bytes) -> AppTest:
    page.file_uploader[0].upload(name, content)
    return page.run()


def test_an_uploaded_table_becomes_the_data_and_starts_over(cluster: Notes, home: Path) -> None:
    page = uploaded(opened(dataset="own-data", model="pca"), "iris.csv", table())
    assert not page.exception
    params = cluster.last.dataset_params
    assert [f.stem for f in home.iterdir()] == [params["file"]]
    assert params["standardise"] == "yes"
    assert query(page)["data.file"] == params["file"]
    assert r"iris\.csv\: 30 samples, 4 features, 3 classes\." in captions(page)
    assert shown(page)["note"] == "Settings changed: started over."
    assert page.slider(key="c.model.latent").max == 4
    assert page.file_uploader[0].value is None


def captions(page: AppTest) -> list[str]:
    return [c.value for c in page.caption]


def test_a_file_that_is_not_taken_leaves_the_data_as_they_are(cluster: Notes, home: Path) -> None:
    page = uploaded(opened(dataset="own-data", model="pca"), "iris.csv", table())
    uploaded(page, "<b>.csv", b"1,2\n1,x\n")
    assert not page.exception
    assert len(page.error) == 1 and "Line 2, column 2" in page.error[0].value
    assert r"\<b\>\.csv" in page.error[0].value
    assert len(cluster.runs) == 2 and len(list(home.iterdir())) == 1
    assert any("4 features" in c for c in captions(page))
    uploaded(page, "other.csv", table(5))
    assert not page.error


@pytest.mark.parametrize(
    "content", [b"PK\5\6", b"\x89HDF\r\n\x1a\n" * 9, b"\xff\xfe", npz(x=X, y=OUTSIDE_UNICODE)]
)
def test_whatever_is_uploaded_the_page_says_a_sentence_and_goes_on(
    cluster: Notes, home: Path, content: bytes
) -> None:
    page = uploaded(opened(dataset="own-data", model="pca"), "a\u202eb.csv", content)
    assert not page.exception and len(page.error) == 1
    assert page.error[0].value.startswith(r"ab\.csv\: The file") or "text" in page.error[0].value
    assert page.error[0].value.isprintable()
    assert not uploaded(page, "iris.csv", table()).error


def test_an_upload_whose_token_has_expired_is_told(cluster: Notes, home: Path) -> None:
    page = opened(dataset="own-data", model="pca")
    uploaded(page, "iris.csv", arrivals.BEGIN + b"0" * 32)
    assert not page.exception and "choose the file again" in page.error[0].value


def test_a_file_that_came_onto_the_disk_becomes_the_data(cluster: Notes, home: Path) -> None:
    arrival = arrivals.ARRIVALS.begin("session")
    assert arrival is not None
    file = TemporaryFile()
    file.write(table())
    arrivals.ARRIVALS.lay(arrival, file)
    page = uploaded(opened(dataset="own-data", model="pca"), "iris.csv", arrival.token)
    assert r"iris\.csv\: 30 samples, 4 features, 3 classes\." in captions(page)
    assert file.closed and arrivals.ARRIVALS.held == 0


def test_a_session_uploads_no_more_than_its_share(
    cluster: Notes, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(own, "QUOTA", 2 * len(table()))
    page = opened(dataset="own-data", model="pca")
    for _ in range(2):
        assert not uploaded(page, "iris.csv", table()).error
    assert "reload the page" in uploaded(page, "iris.csv", table(3)).error[0].value
    assert len(list(home.iterdir())) == 1


def test_a_code_shrinks_with_the_samples(cluster: Notes, home: Path) -> None:
    page = uploaded(opened(dataset="own-data", model="pca"), "ten.csv", table(10))
    page.slider(key="c.model.latent").set_value(9).run()
    assert cluster.last.model_params["latent"] == 9
    uploaded(page, "three.csv", table(3))
    assert not page.exception
    assert cluster.last.model_params["latent"] == 3
    assert page.slider(key="c.model.latent").max == 3


def test_a_link_to_own_data_knows_their_features(cluster: Notes, home: Path) -> None:
    token = store.save(parser.read(table(6)))
    page = opened(dataset="own-data", model="pca", latent="9", data_file=token)
    assert cluster.last.model_params["latent"] == 6
    assert len(page.warning) == 1
    assert r"Kept\: 30 samples, 6 features, 3 classes\." in captions(page)


def test_a_link_to_data_that_are_gone_says_so(cluster: Notes, home: Path) -> None:
    page = opened(dataset="own-data", model="pca", latent="9", data_file="0" * 20)
    assert not page.exception
    assert theme.plain(store.GONE) in captions(page)


def test_own_data_are_there_again_after_another_dataset(cluster: Notes, home: Path) -> None:
    page = uploaded(opened(dataset="own-data", model="pca"), "iris.csv", table())
    before = dict(cluster.last.dataset_params)
    page.radio(key="c.dataset").set_value("mnist").run()
    assert "file" not in cluster.last.dataset_params
    page.radio(key="c.dataset").set_value("own-data").run()
    assert cluster.last.dataset_params == before


def test_drawn_points_become_the_data_as_they_are(session_state: SessionState, home: Path) -> None:
    taken: list[Any] = []
    points = [[i / 10, -0.5, i % 2] for i in range(9)]
    session_state["pad"] = {"drawn": {"points": points}}
    own.drawn(taken.append)
    (token,) = (f.stem for f in home.iterdir())
    assert taken == [{"file": token, "standardise": "no"}]
    assert session_state["own.points"] == points
    assert session_state["own.summary"] == {token: "Drawing: 9 samples, 2 features, 2 classes."}


@pytest.mark.parametrize("sent", [None, {"points": [[0, 0, 0]]}, {"points": [[9, 9, 9]] * 20}, 7])
def test_a_drawing_that_is_none_is_told(
    session_state: SessionState, home: Path, sent: object
) -> None:
    session_state["pad"] = {"drawn": sent}
    own.drawn(lambda params: pytest.fail("taken"))
    assert session_state["own.problem"].startswith("Drawing: ")
    assert not home.exists()
