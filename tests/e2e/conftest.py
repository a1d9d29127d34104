"""The running lab and a real Chromium, for all end-to-end tests."""

import os
import subprocess
from collections.abc import Callable, Generator, Iterator
from contextlib import suppress
from typing import Any

import pytest
from playwright.sync_api import Browser, Error, Page, sync_playwright

from aelab import catalogue
from tooling.browser import FLAGS, NoBrowser, chromium
from tooling.server import serving

GRACE = 10  # seconds: a page on a busy machine may take some to look at its run
STORED = "cookies,local_storage,indexeddb,cache_storage,service_workers"
Visit = Callable[..., Page]  # opens a path of the lab, see `visit`
STOP = "document.querySelector('[data-does=stop]:enabled')?.click()"


def needed() -> str:
    """Return the path of the system's Chromium; without one, skip or (in CI) fail."""
    try:
        return chromium()
    except NoBrowser as problem:
        if os.environ.get("AELAB_E2E") == "required":
            pytest.fail(str(problem))
        pytest.skip(str(problem))


@pytest.fixture(scope="session")
def cached(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """A browser context on disk: it loads and compiles the modules of the page only once.

    A new context does so for each page, which takes a third of the time until the page is there.
    """
    path, folder = needed(), tmp_path_factory.mktemp("browser")
    with sync_playwright() as playwright:
        launch = playwright.chromium.launch_persistent_context
        with launch(folder, executable_path=path, args=FLAGS) as context:
            yield context


@pytest.fixture(scope="session")
def browser(cached: Any) -> Any:
    return cached.browser


def without_memory(context: Any, address: Any) -> Any:
    """Remove what earlier visitors have left in a context, apart from loaded modules."""
    page = context.new_page()
    about = {"origin": address, "storageTypes": STORED}
    context.new_cdp_session(page).send("Storage.clearDataForOrigin", about)
    page.close()
    return context


@pytest.fixture(scope="session")
def server() -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    """Address and process of a running lab whose catalogue and data are ready."""
    needed()
    catalogue.make()
    with serving(AELAB_GRACE=str(GRACE)) as served:
        yield served


@pytest.fixture
def lab(server: tuple[str, subprocess.Popen[bytes]]) -> str:
    """Address of the running lab."""
    return server[0]


PAGES = pytest.StashKey[list[Page]]()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Add to the report of a test that failed what its pages showed."""
    report = yield
    if call.when == "call" and report.failed:
        for page in item.stash.get(PAGES, ()):
            with suppress(Error):
                report.sections.append((page.url, page.locator("body").inner_text(timeout=2_000)))
    return report


@pytest.fixture
def visit(
    request: pytest.FixtureRequest, browser: Browser, cached: Any, lab: str
) -> Iterator[Visit]:
    """Open the lab as a new visitor; each call is a session of its own, errors are collected.

    The first visitor of a test has the modules of the page already.
    """
    contexts, errors = [], []
    pages: list[Page] = []
    request.node.stash[PAGES] = pages

    def new_context() -> Any:
        if not pages:
            return without_memory(cached, lab)
        contexts.append(browser.new_context())
        return contexts[-1]

    def open_page(
        path: str = "", width: int = 1280, height: int = 800, scheme: str = "light"
    ) -> Any:
        page = new_context().new_page()
        pages.append(page)
        page.set_viewport_size({"width": width, "height": height})
        page.emulate_media(color_scheme=scheme)
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.goto(f"{lab}/{path}")
        return page

    yield open_page
    for page in pages:
        with suppress(Error):  # such as of a page that the test has closed
            page.evaluate(STOP)  # its slot is for the next test
            page.close()
    for context in contexts:
        context.close()
    assert errors == []
