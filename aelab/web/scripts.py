"""The component's scripts: served under a name that changes with them, and fetched early."""

import hashlib
import re
from pathlib import Path
from typing import Any

import streamlit
from starlette.middleware import Middleware
from starlette.responses import Response
from starlette.routing import Mount
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Message, Receive, Scope, Send

FOLDER = Path(__file__).parent / "js"
# Styles of components that few pages have; they are not preloaded.
SELDOM = (
    "kit/sidebyside.css",
    "components/pad/pad.css",
    "components/projection/projection.css",
    "components/decoding/decoding.css",
)
FILES = {  # by their address below the route
    path.relative_to(FOLDER).as_posix(): path
    for path in sorted(FOLDER.rglob("*"))
    if path.suffix in (".js", ".css")
}
CONTENT = b"".join(name.encode() + path.read_bytes() for name, path in FILES.items())
DIGEST = hashlib.sha256(CONTENT).hexdigest()[:12]
PATH = f"/lab-js/{DIGEST}"
LATE = ("BidiComponent", "rehype-katex")  # of Streamlit's own, what the picture waits for
FOREVER = "public, max-age=31536000, immutable"  # for files whose name changes with their content
LOADER = (FOLDER / "loader.js").read_text()


def component(module: str, root: str, what: str) -> Any:
    """Return the component that a module of ours mounts as a node of class ``root``.

    Args:
        module: its path in the folder of the scripts, without its ending.
        root: the class of the node that it makes.
        what: begins the sentence that stands there if the module can not be fetched.

    """
    named = LOADER.replace("/lab-js/app/live", f"{PATH}/{module}").replace(".lab,", f".{root},")
    name = module.rpartition("/")[2]
    script = named.replace("The live picture", what)
    return streamlit.components.v2.component(f"aelab_{name}", js=script, isolate_styles=False)


class ImmutableFiles(StaticFiles):
    """Files that a browser may cache for good: their name changes with their content."""

    def file_response(self, *args: Any, **kwargs: Any) -> Response:
        """Return the file."""
        response = super().file_response(*args, **kwargs)
        response.headers["Cache-Control"] = FOREVER
        return response


def route() -> Mount:
    """Return the route of the scripts."""
    return Mount(PATH, ImmutableFiles(directory=FOLDER))


def late() -> list[str]:
    """Return what Streamlit's page fetches last before it shows a component, by address.

    That is a chunk of its scripts, and what this imports and the page has not named itself. Empty
    if a later Streamlit calls its chunks by other names: then they come when they come.
    """
    static = Path(streamlit.__file__).parent / "static"
    folder = static / "static" / "js"
    seen = set(re.findall(r"static/js/([\w.-]+\.js)", (static / "index.html").read_text()))
    todo = [chunk.name for name in LATE for chunk in folder.glob(f"{name}.*.js")]
    addresses = []
    while todo:
        name = todo.pop()
        if name not in seen:
            seen.add(name)
            addresses.append(f"/static/js/{name}")
            todo += re.findall(r'(?:from|import)"\./([\w.-]+\.js)"', (folder / name).read_text())
    return addresses


class Early:
    """Tells the browser, with the page itself, which scripts it is going to need."""

    def __init__(self, app: ASGIApp) -> None:
        """Wrap ``app``."""
        self.app = app
        modules = (name for name in FILES if name.endswith(".js") and name != "loader.js")
        links = [f"<{PATH}/{module}>; rel=modulepreload" for module in modules]
        links += [f"<{chunk}>; rel=modulepreload" for chunk in late()]
        stylesheets = (name for name in FILES if name.endswith(".css") and name not in SELDOM)
        links += [f"<{PATH}/{sheet}>; rel=preload; as=style" for sheet in stylesheets]
        self.links = [(b"link", ", ".join(links).encode())]  # some clients take 100 headers only

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, with the links added to a page."""

        async def adding(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = list(message["headers"])
                if any(k.lower() == b"content-type" and b"text/html" in v for k, v in headers):
                    message = {**message, "headers": headers + self.links}
            await send(message)

        await self.app(scope, receive, adding if scope["type"] == "http" else send)


def middleware() -> list[Middleware]:
    """Return the middleware of the app."""
    return [Middleware(Early)]
