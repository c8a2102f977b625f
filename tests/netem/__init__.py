"""Real sockets across network namespaces: needs root and iproute2 on Linux, and says so when it cannot."""
