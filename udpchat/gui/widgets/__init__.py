"""Parts of the windows: data in, callbacks out. Nothing in here knows the client or a presenter."""
