"""How Pelican builds a Waymark site. `pelican content` works with this file as it is.

What a community decides is in community/, not here: see community/site.yaml first.
"""

import sys
from pathlib import Path
from urllib.parse import urlsplit

sys.path.insert(0, str(Path(__file__).resolve().parent))

from waymark.addresses import written_pages
from waymark.checks import load_rules
from waymark.community import load_community
from waymark.forms import load_forms
from waymark.settings import Settings
from waymark.theming import template_filters, template_globals

_settings = Settings.from_environment()
_community = load_community(_settings.community)
_written = written_pages(_settings.content)

SITENAME = _community.site.name
SITEURL = _settings.public_url  # "" while on one machine; WAYMARK_PUBLIC_URL in production
PATH = str(_settings.content)
OUTPUT_PATH = "output"
TIMEZONE = "UTC"
DEFAULT_LANG = _community.site.languages[0]
LOCALE = ("C.UTF-8", "C")  # dates are written by the theme, not by the machine's locale

# Entries, lists, forms and feeds are built by our own generator, not by ArticlesGenerator.
PLUGIN_PATHS = ["."]
PLUGINS = ["plugins.waymark_entries"]
ARTICLE_PATHS: list[str] = []
DIRECT_TEMPLATES: list[str] = []

# Pages that editors write: content/pages/, in Python-Markdown, at the address their Slug names.
PAGE_PATHS = ["pages"]
PAGE_URL = "{slug}/"
PAGE_SAVE_AS = "{slug}/index.html"
PAGE_LANG_URL, PAGE_LANG_SAVE_AS = PAGE_URL, PAGE_SAVE_AS  # a page in Dutch has its own Slug
PAGE_TRANSLATION_ID = None
PATH_METADATA = "pages/(?P<slug>.+)\\.md"
SLUGIFY_SOURCE = "basename"
DEFAULT_METADATA = {"status": "published"}
STATIC_PATHS: list[str] = []

# Pelican's own lists and feeds are off: ours follow the order of publication and never identify.
AUTHOR_SAVE_AS = CATEGORY_SAVE_AS = TAG_SAVE_AS = ""
AUTHORS_SAVE_AS = CATEGORIES_SAVE_AS = TAGS_SAVE_AS = ARCHIVES_SAVE_AS = ""
DRAFT_SAVE_AS = DRAFT_PAGE_SAVE_AS = ""
FEED_ALL_ATOM = CATEGORY_FEED_ATOM = AUTHOR_FEED_ATOM = AUTHOR_FEED_RSS = None
TRANSLATION_FEED_ATOM = None
ARTICLE_TRANSLATION_ID = None

# One theme for site, form and desk. Autoescape is on: only what is marked as safe is markup.
THEME = "theme"
JINJA_ENVIRONMENT = {
    "autoescape": True,
    "trim_blocks": True,
    "lstrip_blocks": True,
    "extensions": ["jinja2.ext.i18n"],
}
JINJA_GLOBALS = template_globals(
    _community,
    _settings.root,
    base_path=urlsplit(SITEURL).path.rstrip("/"),
    site_url=_settings.address,
    written=_written,
)
JINJA_FILTERS = template_filters()
MARKDOWN = {
    # `toc` gives headings an address of their own, also for search.
    "extension_configs": {
        "markdown.extensions.extra": {},
        "markdown.extensions.meta": {},
        "markdown.extensions.toc": {},
    },
    "output_format": "html5",
}

# What our generator reads. Members' entries come from the forge's main branch (var/published);
# both folders are read together and neither is written to.
WAYMARK_ROOTS = [str(root) for root in _settings.content_roots]
# Approved and waiting: nothing of it is shown, but a broken file stops the build.
WAYMARK_WAITING = str(_settings.submissions)
WAYMARK_COMMUNITY = _community
WAYMARK_WRITTEN = _written
WAYMARK_FORMS = load_forms(_settings.community / "forms", _community.vocabulary)
WAYMARK_RULES = load_rules(_settings.community / "rules")
WAYMARK_NUMBERS = str(_settings.numbers)  # counted by `waymark publish`; may not be there
WAYMARK_ADDRESS = _settings.address
WAYMARK_PRODUCTION = False

# A build always starts from nothing: what was withdrawn must not stay behind.
DELETE_OUTPUT_DIRECTORY = True
CACHE_CONTENT = False
LOAD_CONTENT_CACHE = False
CACHE_PATH = str(_settings.home / "cache")
RELATIVE_URLS = False
DEFAULT_PAGINATION = False
