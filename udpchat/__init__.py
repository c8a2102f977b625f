"""udpchat: chat for a local network, over encrypted and reliable UDP, with the standard library only."""

__version__ = "0.1.0"
