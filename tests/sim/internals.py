"""The one place where the tests reach into endpoints for their connections."""

from __future__ import annotations
