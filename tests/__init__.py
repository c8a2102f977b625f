"""The tests of udpchat; `python3 -m tests` runs them. Searches for servers stay on this computer."""

import os

os.environ.setdefault("UDPCHAT_INTERFACES", "none")
