"""Own data in a real browser: a file, a bomb, a drawing."""

import io
import random
import re
import zipfile
from typing import Any
from urllib.parse import parse_qs, urlparse

import numpy as np
import pytest

from tests.e2e.conftest import Visit
from tooling.lab import Lab, wait

pytestmark = pytest.mark.e2e

OWN = "?dataset=Own+data&model=Autoencoder&latent=1&epochs=500"


def table(samples: int = 150) -> Any:
    dice = random.Random(0)
    rows = (
        f"{dice.gauss(i % 3, 0.2):.3f},{dice.gauss(5, 1):.3f},{i % 3 * 100},kind {i % 3}"
        for i in range(samples)
    )
    return "\n".join(["length,width,height,class", *rows]).encode()


def bomb() -> Any:
    """One megabyte that unpacks to a gigabyte of samples."""
    file = io.BytesIO()
    text = b"{'descr': '|u1', 'fortran_order': False, 'shape': (50000, 20000), }\n"
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        with archive.open("x.npy", "w", force_zip64=True) as entry:
            entry.write(b"\x93NUMPY\1\0" + len(text).to_bytes(2, "little") + text)
            for _ in range(1000):
                entry.write(bytes(10**6))
    return file.getvalue()


def opened(visit: Any, path: Any = OWN) -> Any:
    """The page with a run under way, which begins by itself."""
    lab = Lab(visit(path))
    wait(lambda: lab.get("run"), "a run")
    return lab


def upload(lab: Any, name: Any, content: Any) -> None:
    file = {"name": name, "mimeType": "application/octet-stream", "buffer": content}
    field = lab.page.locator(".st-key-own input[type=file]")
    wait(lambda: field.count() == 1, "the last upload to be over")
    field.set_input_files(file)


def sidebar(lab: Any) -> Any:
    return lab.page.locator("[data-testid=stSidebar]").inner_text()


def test_an_uploaded_table_becomes_the_data_of_a_run(visit: Visit) -> None:
    lab = opened(visit)
    run = lab.get("run")
    upload(lab, "flowers.csv", table())
    wait(lambda: "flowers.csv: 150 samples, 3 features, 3 classes." in sidebar(lab), "the words")
    wait(lambda: lab.get("run") not in ("", run), "another run")
    wait(lambda: lab.number("step") > 0, "its first step", 60)
    query = parse_qs(urlparse(lab.url).query)
    assert len(query["data.file"][0]) == 20 and query["data.standardise"] == ["yes"]
    assert "started over" in lab.page.inner_text("body")
    assert "kind 1" in lab.page.inner_text("body")  # in the legend
    lab.page.reload()
    again = Lab(lab.page)
    wait(lambda: "Kept: 150 samples, 3 features, 3 classes." in sidebar(again), "the same data")


def test_images_keep_their_shape(visit: Visit) -> None:
    lab = opened(visit)
    file = io.BytesIO()
    x = np.random.default_rng(0).integers(0, 256, (100, 9, 7), np.uint8)
    np.savez_compressed(file, x=x, y=np.arange(100) % 4)
    upload(lab, "small images.npz", file.getvalue())
    note = "small images.npz: 100 samples, 9 × 7 pixels, 4 classes."
    wait(lambda: note in sidebar(lab), "the words")
    lab.until("finished", 60)
    assert lab.page.locator("[data-view-name=reconstructions] canvas").count() == 1


def test_a_bomb_and_a_bad_table_are_refused_in_a_sentence_and_the_data_stay(visit: Visit) -> None:
    lab = opened(visit)
    before = lab.get("run")
    upload(lab, "flowers.csv", table())
    wait(lambda: "flowers.csv: 150" in sidebar(lab), "the words")
    wait(lambda: lab.get("run") not in ("", before), "another run")
    run = lab.get("run")
    upload(lab, "bomb.npz", bomb())
    wait(lambda: "bomb.npz: A sample has 20,000 numbers" in sidebar(lab), "a sentence")
    upload(lab, "<img src=x onerror=alert(1)>.csv", b"a,b\n1,2\n1,nan\n")
    wait(lambda: "Line 3, column 2 (“b”) is “nan”" in sidebar(lab), "another sentence")
    alerts = lab.page.locator("[data-testid=stSidebar] [data-testid=stAlert]")
    assert alerts.count() == 1 and "<img src=x" in alerts.inner_text()
    assert lab.page.locator("[data-testid=stSidebar] img").count() == 0
    assert "flowers.csv: 150" in sidebar(lab)
    assert lab.get("run") == run


def test_points_drawn_on_the_pad_become_the_data(visit: Visit) -> None:
    lab = opened(visit)
    run = lab.get("run")
    canvas = lab.page.locator(".st-key-own canvas")
    mouse = lab.page.mouse
    lab.laid_out(canvas)
    for label in (1, 2):
        lab.page.get_by_label(f"Paint class {label}").click()
        canvas.scroll_into_view_if_needed()  # the click may have scrolled
        box = canvas.bounding_box()
        mouse.move(box["x"] + 30, box["y"] + 60 * label)
        mouse.down()
        mouse.move(box["x"] + 180, box["y"] + 60 * label, steps=20)
        mouse.up()
    lab.page.get_by_role("button", name=re.compile("^Use")).click()
    told = re.compile(r"Drawing: (\d+) samples, 2 features, 2 classes\.")
    words = wait(lambda: told.search(sidebar(lab)), "the words")
    assert words is not None
    points = int(words[1])
    assert points > 20
    wait(lambda: lab.get("run") not in ("", run), "another run")
    wait(lambda: lab.number("step") > 0, "its first step", 60)
    assert "standardise" not in lab.url
    lab.page.get_by_role("link", name="Reference").first.click()
    lab.page.get_by_role("heading", name="Reference").wait_for()
    lab.page.get_by_role("link", name="Lab", exact=True).first.click()
    back = Lab(lab.page)
    back.page.get_by_role("button", name=f"Use {points} points").wait_for()  # it is still there


def test_data_that_are_no_longer_kept_are_told_in_a_sentence(visit: Visit) -> None:
    lab = opened(visit, f"{OWN}&data.file={'0' * 20}")
    sentence = "These data are no longer kept: upload or draw them again."
    wait(lambda: lab.page.inner_text("body").count(sentence) == 2, "it beside data and picture")
    assert lab.page.locator("[data-testid=stException]").count() == 0
    upload(lab, "flowers.csv", table())
    wait(lambda: lab.number("step") > 0, "a run of the new data", 60)


@pytest.mark.parametrize("width", [1280, 1024])
def test_the_sidebar_with_own_data_is_not_cut(visit: Visit, width: int) -> None:
    page = visit(OWN, width=width, height=768)
    lab = Lab(page)
    upload(lab, f"{'long name ' * 9}.csv", table())
    wait(lambda: "150 samples" in sidebar(lab), "the words")
    inside = page.evaluate(
        """() => {
            const side = document.querySelector('[data-testid=stSidebarUserContent]');
            const right = side.getBoundingClientRect().right;
            const seen = [...side.querySelectorAll('button, canvas, p, label')];
            return seen.filter(e => e.offsetParent && e.getBoundingClientRect().right > right + 1)
                       .map(e => e.outerHTML.slice(0, 80));
        }"""
    )
    assert inside == []
