"""What `scripts/check_site.py` measures, one module for each kind of thing."""
