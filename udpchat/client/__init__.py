"""The client without a face: one person's connection to one server, their outbox, their cache. No socket, no window."""
