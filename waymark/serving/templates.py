"""The theme, for the pages that are made when somebody asks: the same one as the static site's."""

from __future__ import annotations

from flask import Flask
from jinja2 import FileSystemLoader

from waymark.addresses import written_pages
from waymark.community import Community
from waymark.intake import LiveHouse
from waymark.settings import Settings
from waymark.theming import THEME, template_filters, template_globals


def use_theme(app: Flask, settings: Settings, house: LiveHouse) -> None:
    """Give the application the theme's templates, names and filters."""
    app.jinja_loader = FileSystemLoader(settings.root / THEME / "templates")
    app.jinja_options = {"autoescape": True, "extensions": ["jinja2.ext.i18n"]}
    environment = app.jinja_env
    environment.install_null_translations(newstyle=True)  # type: ignore[attr-defined]
    environment.filters.update(template_filters())
    shown: list[Community] = []

    @app.before_request
    def refresh() -> None:
        """Show the community as it last was whole: its help lines above all."""
        community = house.last_good.community
        if not shown or shown[0] is not community:
            written = written_pages(settings.content)
            environment.globals.update(
                template_globals(
                    community, settings.root, site_url=settings.address, written=written
                )
            )
            shown[:] = [community]
