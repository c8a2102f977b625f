"""The relay: sign-in, rooms and delivery above the wire and the store, as one sans-IO core (`core.ServerCore`)."""
