"""The one place where the tests reach into endpoints for their connections."""

from __future__ import annotations

from udpchat.wire.client_endpoint import ClientEndpoint
from udpchat.wire.connection import Connection
from udpchat.wire.server_endpoint import ServerEndpoint
from udpchat.wire.session import Session


def sessions(endpoint: ServerEndpoint | ClientEndpoint) -> list[Session]:
    """All sessions of which something is kept."""
    if isinstance(endpoint, ServerEndpoint):
        return list(endpoint._sessions.values())
    return [endpoint._session] if endpoint._session is not None else []


def connections(endpoint: ServerEndpoint | ClientEndpoint) -> list[Connection]:
    """Their packet machines."""
    return [session.connection for session in sessions(endpoint)]
