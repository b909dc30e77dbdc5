"""HTTP: how requests come in and answers go out, the same for every feature."""

from paidan.kernel.http.app import App, get_app
from paidan.kernel.http.problems import problems
from paidan.kernel.http.server import build_asgi

__all__ = ["App", "build_asgi", "get_app", "problems"]
