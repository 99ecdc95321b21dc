"""A site on 127.0.0.1, behind Waymark's own server: its headers, its forms, its encodings."""

from __future__ import annotations

import os
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import waitress

from waymark.publish import build_site
from waymark.serving import create_app
from waymark.settings import Settings
from waymark.store import Store


@contextmanager
def served(site: Path | None = None) -> Iterator[str]:
    """Serve a built site, or build the demonstration site first; yield its address.

    Everything it writes is in a folder of its own, which is gone afterwards.
    """
    with tempfile.TemporaryDirectory(prefix="waymark-check-") as home:
        settings = Settings.from_environment({**os.environ, "WAYMARK_HOME": home})
        if site is None:
            build_site(settings)
        else:
            settings.current_site.parent.mkdir(parents=True, exist_ok=True)
            settings.current_site.symlink_to(site.resolve())
        store = Store.open(settings.database_url)
        app = create_app(settings, store)
        server = waitress.create_server(app, host="127.0.0.1", port=0, ident="")
        thread = threading.Thread(target=server.run, daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.effective_port}"
        finally:
            server.close()
            thread.join(timeout=10)
            store.close()
