"""An example in Dutch: the demonstration site has too few to look for."""

MORNING = """\
---
kind: strategy
id: example-een-ochtend
lang: nl
title: 'Voorbeeld: een ochtend'
gist: Een voorbeeld van iets kleins voor wie nog ligt.
topics:
- mornings
notes: []
tone: steady
cluster: grounding
steps:
- 'In een echte inzending: het eerste wat je doet.'
smallest_version: 'In een echte inzending: het allerkleinste.'
energy: low
time: 2-min
cost: free
company: alone
setting:
- bed
pen_name: Een lezer
published: 2026-11
sequence: 90
reviewed_on: 2026-11
example: true
---

Dit is een voorbeeld, en niemands ervaring.
"""
