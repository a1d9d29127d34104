"""The route of what comes with the lab: the last frames of finished runs, and decoders."""

from pathlib import Path

from starlette.requests import Request
from starlette.responses import FileResponse, PlainTextResponse, Response
from starlette.routing import Route

SHIPPED = Path(__file__).resolve().parents[1] / "bundled" / "files"


def route() -> Route:
    """Return the route of the files."""
    return Route("/shipped/{name}", shipped)


async def shipped(request: Request) -> Response:
    """Return a file that comes with the lab, packed if it is kept so."""
    name = request.path_params["name"]
    file = _files().get(name) or _files().get(f"{name}.gz")
    if file is None:
        return PlainTextResponse("There is no such run.", 404)
    headers = {"Cache-Control": "no-cache", "X-Content-Type-Options": "nosniff"}
    if file.suffix == ".gz":
        headers["Content-Encoding"] = "gzip"
    return FileResponse(file, media_type="application/octet-stream", headers=headers)


def _files() -> dict[str, Path]:
    """Return the files of the folder by their names, without its subfolders."""
    there = SHIPPED.iterdir() if SHIPPED.is_dir() else ()
    return {path.name: path for path in there if path.is_file()}
