"""Addresses that people and programs try lead to what they look for."""

from __future__ import annotations

import pytest

from waymark.publish.headers import MOVED


@pytest.mark.parametrize(("old", "new"), MOVED.items())
def test_an_address_that_is_often_tried_leads_on(door, old, new):
    for path in {old, old.rstrip("/")}:
        answer = door.client.get(path)
        assert (answer.status_code, answer.headers["Location"]) == (301, new)
