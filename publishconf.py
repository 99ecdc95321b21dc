"""How a public site is built: as pelicanconf.py says, and nothing that is not ready.

Refuses examples, help lines that nobody checked within 180 days, a missing contact, and a missing
WAYMARK_PUBLIC_URL. `waymark doctor --production` lists all of it.
"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

from pelicanconf import *  # noqa: F403

WAYMARK_PRODUCTION = True
